package io.corpuscle.schemas;

import java.io.Serializable;

/**
 * Where a document's text was found: as long as nothing of it differs, a later run need not look
 * into the file to know the text.
 *
 * @param bytes the file's size as stored
 * @param modified the file's modification time in milliseconds since 1970
 * @param offset where the document begins, in bytes of the decompressed file
 */
public record FileStamp(long bytes, long modified, long offset) implements Serializable {}
