package io.corpuscle.jobs.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often storage is asked before a document is given up: a moment's fault of a network or a
 * server is nobody's loss. Between attempts it waits 0.1 s, 0.4 s, 1.6 s and so on.
 *
 * @param most at least 1
 */
record ReadAttempts(int most) {
  /** The Hadoop setting that says how often; {@value #STANDARD} unless set. */
  static final String KEY = "corpuscle.read.attempts";

  static final int STANDARD = 4;

  private static final Logger LOG = LoggerFactory.getLogger(ReadAttempts.class);
  private static final long FIRST_WAIT_MILLIS = 100;
  private static final int GROWTH = 4;

  ReadAttempts {
    if (most < 1) {
      throw new CorpusException(
          String.format(
              Locale.ROOT, "%s is %d and must be at least 1. 1 reads without retry.", KEY, most));
    }
  }

  static ReadAttempts of(Configuration hadoop) {
    return new ReadAttempts(hadoop.getInt(KEY, STANDARD));
  }

  /** Something asked of storage. */
  interface Attempt<T> {
    T make() throws IOException;
  }

  /**
   * Asks until there is an answer.
   *
   * @throws IOException the last attempt's; the first one's if another attempt would end the same:
   *     the file is gone, may not be read, or the thread is told to stop
   */
  <T> T at(Attempt<T> attempt) throws IOException {
    long wait = FIRST_WAIT_MILLIS;
    for (int made = 1; ; made++) {
      try {
        return attempt.make();
      } catch (IOException e) {
        if (made >= most || isFinal(e)) {
          throw e;
        }
        LOG.warn(
            "Storage failed, attempt {} of {}; the next in {} ms: {}",
            made,
            most,
            wait,
            e.toString());
        pause(wait, e);
        wait *= GROWTH;
      }
    }
  }

  private static boolean isFinal(IOException e) {
    return e instanceof FileNotFoundException
        || e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || e instanceof InterruptedIOException && Thread.currentThread().isInterrupted();
  }

  private static void pause(long millis, IOException cause) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cause.addSuppressed(e);
      throw cause;
    }
  }
}
