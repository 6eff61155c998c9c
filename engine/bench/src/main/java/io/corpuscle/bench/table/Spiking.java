package io.corpuscle.bench.table;

import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.bench.TextReading;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What spikes cost beyond INT8 activations, and what it costs to count them: whole reading on all
 * threads in turns, medians held to each other.
 */
final class Spiking {
  private static final int CHUNK_TOKENS = ReadingOptions.DEFAULT_CHUNK_TOKENS;
  private static final double MOST_OF_SPIKES = 1.10;
  private static final double MOST_OF_COUNTING = 1.05;

  private final Arguments arguments;
  private final Models models;

  Spiking(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
  }

  void run() throws IOException {
    for (String name : arguments.models("text,dna")) {
      Path folder = models.folder(name);
      Tokenizer tokenizer = TokenizerFiles.open(folder);
      byte[] passage = models.passage(name);
      LanguageModel integers = model(folder, Precision.INT8);
      LanguageModel spikes = model(folder, Precision.SPIKING);
      int rounds = arguments.rounds(5);
      double[] plain = new double[rounds];
      double[] spiking = new double[rounds];
      double[] counted = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        plain[round] = rate(integers, tokenizer, passage, Measure.withoutSpikes());
        spiking[round] = rate(spikes, tokenizer, passage, Measure.withoutSpikes());
        counted[round] = rate(spikes, tokenizer, passage, EnumSet.allOf(Measure.class));
        Report.line(
            "  %-5s round %d: %,9.0f tokens/s with INT8 activations, %,9.0f with spikes, %,9.0f counted",
            name, round + 1, plain[round], spiking[round], counted[round]);
      }
      Report.atMost(
          name + ", time with spikes against INT8 activations",
          Scaling.median(plain) / Scaling.median(spiking),
          MOST_OF_SPIKES);
      Report.atMost(
          name + ", time with spikes counted against not",
          Scaling.median(spiking) / Scaling.median(counted),
          MOST_OF_COUNTING);
    }
  }

  private LanguageModel model(Path folder, Precision precision) {
    return new ModelAssembler(arguments.kernels(), precision).assemble(Checkpoint.open(folder));
  }

  private double rate(
      LanguageModel model, Tokenizer tokenizer, byte[] passage, Set<Measure> measures) {
    Duration measured = arguments.seconds(6);
    Span span = new Span(measured.dividedBy(2), 4 * CHUNK_TOKENS, measured);
    return arguments.perSecond(
        Rate.of(
            () -> new TextReading(model, tokenizer, passage, CHUNK_TOKENS, measures),
            arguments.threads(),
            span));
  }
}
