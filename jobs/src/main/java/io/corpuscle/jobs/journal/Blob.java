package io.corpuscle.jobs.journal;

import java.io.Serializable;

/**
 * Some bytes of a segment.
 *
 * @param at where they begin in the file
 * @param bytes how many they are
 * @param sha256 theirs, in hexadecimal
 */
record Blob(long at, int bytes, String sha256) implements Serializable {}
