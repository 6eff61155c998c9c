package io.corpuscle.jobs.export;

import java.io.Serializable;

/**
 * What a task has written.
 *
 * @param part which of the files of a table, from 0
 * @param path where it is until it gets its name
 * @param rows how many are in it
 */
record WrittenFile(int part, String path, long rows) implements Serializable {}
