package io.corpuscle.jobs.diff;

/**
 * A column in which rows differ.
 *
 * @param column its name
 * @param rows how many rows differ in it
 * @param key the first of them, such as {@code doc_id=a.txt, window=3}
 * @param inA the value there, with the bits of a floating-point number
 * @param inB likewise
 */
public record ColumnDiff(String column, long rows, String key, String inA, String inB) {}
