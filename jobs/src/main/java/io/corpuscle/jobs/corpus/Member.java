package io.corpuscle.jobs.corpus;

import java.io.Serializable;

/**
 * A file in an archive.
 *
 * @param archive what kind of archive it is in
 * @param ordinal its place there, from 0, whatever lies there counted
 * @param name what it is called there, as {@link MemberName} spells it
 * @param compression how it is compressed inside of the archive
 */
public record Member(Format archive, long ordinal, String name, Compression compression)
    implements Serializable {}
