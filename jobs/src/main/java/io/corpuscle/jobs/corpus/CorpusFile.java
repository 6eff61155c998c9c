package io.corpuscle.jobs.corpus;

import java.io.Serializable;

/**
 * A file of the corpus, as the scan found it.
 *
 * @param uri where it is
 * @param format how it divides into documents
 * @param compression how it is compressed
 * @param bytes its size as stored
 * @param modified its modification time in milliseconds since 1970
 */
public record CorpusFile(
    String uri, Format format, Compression compression, long bytes, long modified)
    implements Serializable {}
