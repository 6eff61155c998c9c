package io.corpuscle.bench.table;

import io.corpuscle.bench.Decoding;
import io.corpuscle.bench.MemoryRead;
import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.state.ModelState;
import java.io.IOException;
import java.time.Duration;

/**
 * Writing token by token, one document on one thread, as a share of what memory could feed: bytes
 * of weights and state a token, against a loop that only reads memory on as many threads.
 */
final class Decode {
  private static final double SHARE = 0.60;
  private static final double CONSTANT = 0.97;
  private static final int PROBE_BYTES = 1 << 28;

  private final Arguments arguments;
  private final Models models;

  Decode(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
  }

  void run() throws IOException {
    Duration measured = arguments.seconds(8);
    String name = arguments.models(Models.HALF_BILLION).get(0);
    LanguageModel model =
        new ModelAssembler(arguments.kernels(), arguments.precision())
            .assemble(Checkpoint.open(models.folder(name)));
    double bytes = Decoding.bytesPerToken(model);
    Span probe = new Span(Duration.ofSeconds(1), 0, measured.dividedBy(4));
    double first = 0;
    for (long behind : arguments.behind("4096")) {
      ModelState state = Decoding.read(model, behind, ReadingOptions.DEFAULT_CHUNK_TOKENS);
      // In turns with the decoding, for memory is shared with whoever else runs here.
      double bandwidth = bandwidth(probe);
      Decoding decoding = new Decoding(model, state);
      double rate =
          arguments.perSecond(
              Rate.of(() -> decoding, 1, new Span(measured.dividedBy(4), 0, measured)));
      bandwidth = Math.max(bandwidth, bandwidth(probe));
      Report.line(
          "  %,d tokens behind: %.1f tokens/s; %,.1f MB a token, memory gives %.1f GB/s: at most %.1f",
          behind, rate, bytes / 1e6, bandwidth / 1e9, bandwidth / bytes);
      Report.atLeast(name + ", decode, share of memory bandwidth", rate * bytes / bandwidth, SHARE);
      if (first == 0) {
        first = rate;
      } else {
        Report.atLeast("  against the first", rate / first, CONSTANT);
      }
    }
  }

  private double bandwidth(Span probe) {
    return arguments.perSecond(Rate.of(() -> new MemoryRead(PROBE_BYTES), 1, probe));
  }
}
