package io.corpuscle.jobs.cli;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.InputLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What reading the beginning of a document told of a model on one core of this machine.
 *
 * @param kernels what computed it
 * @param precision what its products multiply
 * @param weightBytes size of its weights, once a JVM
 * @param stateBytes size of what is remembered of the longest document there is room for
 * @param scratchBytes size of what a task computes in
 */
record Trial(
    String kernels,
    String precision,
    long weightBytes,
    long stateBytes,
    long scratchBytes,
    double tokensPerSecond,
    double bytesPerSecond) {

  /** Until the compiler has seen the hot loops, speed says nothing. */
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private static final Duration MEASURED = Duration.ofSeconds(3);

  /** Tokens, bytes and seconds since the document began. */
  private record Mark(long tokens, long bytes, double seconds) {
    static final Mark START = new Mark(0, 0, 0);
  }

  /**
   * Reads for a few seconds. A document that fails, or is shorter, has been read as far as that.
   */
  static Trial of(Engine engine, ReadingOptions options, DocumentRef document, Configuration hadoop)
      throws IOException {
    long start = System.nanoTime();
    Mark warm = Mark.START;
    Mark last = Mark.START;
    DocumentReader reader = engine.reader(options);
    try (DocumentOpener opener = new DocumentOpener(hadoop, InputLimits.STANDARD);
        DocumentReading reading = reader.open(opener.open(document))) {
      while (last.seconds() < WARM_UP.plus(MEASURED).toSeconds()) {
        Optional<WindowResult> window = reading.next();
        if (window.isEmpty()) {
          break;
        }
        last =
            new Mark(
                window.get().tokenEnd(), window.get().byteEnd(), (System.nanoTime() - start) / 1e9);
        warm = last.seconds() < WARM_UP.toSeconds() ? last : warm;
      }
    } catch (DocumentException e) {
      // Its row will say so; what was read before still tells the speed.
    }
    Mark from = last.tokens() > warm.tokens() ? warm : Mark.START;
    double seconds = last.seconds() - from.seconds();
    return new Trial(
        engine.kernels(),
        engine.precision().key(),
        engine.model().bytes(),
        engine.model().start().mostBytes(),
        reader.scratchBytes(),
        (last.tokens() - from.tokens()) / seconds,
        (last.bytes() - from.bytes()) / seconds);
  }
}
