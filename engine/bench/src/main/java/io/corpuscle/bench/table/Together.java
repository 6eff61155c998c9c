package io.corpuscle.bench.table;

import io.corpuscle.bench.JointText;
import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.bench.ShortDocuments;
import io.corpuscle.bench.TextReading;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Two thousand documents of about 200 tokens, over and over, against one long one of the same text:
 * in turns, on all threads, medians held to each other.
 */
final class Together {
  private static final int DOCUMENTS = 2000;
  private static final int CHUNK_TOKENS = ReadingOptions.DEFAULT_CHUNK_TOKENS;
  private static final double TARGET = 0.70;

  private final Arguments arguments;
  private final Models models;

  Together(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
  }

  void run() throws IOException {
    Duration measured = arguments.seconds(8);
    Span span = new Span(measured.dividedBy(2), 4 * CHUNK_TOKENS, measured);
    int rounds = arguments.rounds(3);
    int threads = arguments.threads();
    for (String name : arguments.models("text,dna")) {
      Path folder = models.folder(name);
      LanguageModel model =
          new ModelAssembler(arguments.kernels(), arguments.precision())
              .assemble(Checkpoint.open(folder));
      Tokenizer tokenizer = TokenizerFiles.open(folder);
      List<byte[]> documents = ShortDocuments.cut(models.passage(name), tokenizer, DOCUMENTS);
      byte[] joined = ShortDocuments.joined(documents);
      double[] together = new double[rounds];
      double[] alone = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        together[round] =
            arguments.perSecond(
                Rate.of(
                    () -> new JointText(model, tokenizer, documents, CHUNK_TOKENS), threads, span));
        alone[round] =
            arguments.perSecond(
                Rate.of(
                    () -> new TextReading(model, tokenizer, joined, CHUNK_TOKENS), threads, span));
        Report.line(
            "  %-5s round %d: %,9.0f tokens/s of short documents, %,9.0f of a long one",
            name, round + 1, together[round], alone[round]);
      }
      Report.atLeast(
          name + ", documents of 200 tokens against a long one",
          Scaling.median(together) / Scaling.median(alone),
          TARGET);
    }
  }
}
