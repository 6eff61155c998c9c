package io.corpuscle.jobs.diff;

/**
 * A document of which rows differ, or are in one run only.
 *
 * @param rows how many
 */
public record DocumentDiff(String docId, long rows) {}
