package io.corpuscle.bench.table;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The figures that reports of spiking models quote, over one file of UTF-8 text: for each k, what
 * spikes cost in bits a byte, how sparse they are, and the energy of their additions.
 */
final class SpikeFigures {
  private static final float[] KS = {2, 2.5f, 3, 3.5f, 4};

  private final Arguments arguments;
  private final Models models;

  SpikeFigures(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
  }

  void run() throws IOException {
    EnergyModel energy = EnergyModel.HOROWITZ_45NM;
    byte[] text = Files.readAllBytes(arguments.file());
    for (String name : arguments.models("text")) {
      Path folder = models.folder(name);
      Checkpoint checkpoint = Checkpoint.open(folder);
      Tokenizer tokenizer = TokenizerFiles.open(folder);
      Kernels kernels = arguments.kernels();
      Sums plain =
          read(
              new ModelAssembler(kernels, Precision.FLOAT32).assemble(checkpoint),
              tokenizer,
              text,
              Set.of(Measure.SURPRISAL));
      Report.line(
          "%s over %s: %.4f bits a byte in float32", name, arguments.file(), plain.bitsPerByte);
      for (float k : KS) {
        Sums spiking =
            read(
                new ModelAssembler(kernels, OperandFormat.spikes(k)).assemble(checkpoint),
                tokenizer,
                text,
                EnumSet.of(Measure.SURPRISAL, Measure.SPIKES));
        SpikeTally tally = spiking.tally;
        double dense = spiking.denseMacs;
        Report.line(
            "  k %.1f: %.4f bits a byte (%+.4f); %.3f spikes a channel, silent %.3f, within 7 %.4f,"
                + " sparsity over T = %d steps %.4f; %.4f pJ a multiply-accumulate, %.1f %% less"
                + " than FP16, %.1f %% less than INT8",
            k,
            spiking.bitsPerByte,
            spiking.bitsPerByte - plain.bitsPerByte,
            tally.spikesPerChannel(),
            tally.silentFraction(),
            tally.within7Fraction(),
            SpikeTally.STEPS,
            tally.sparsity(),
            energy.spikingPicojoules(spiking.synapticOperations) / dense,
            100 * energy.savedOfFp16(spiking.synapticOperations, spiking.denseMacs),
            100 * energy.savedOfInt8(spiking.synapticOperations, spiking.denseMacs));
      }
      Report.line("energy by %s: arithmetic alone, no memory, no control", energy.name());
    }
  }

  private static Sums read(
      LanguageModel model, Tokenizer tokenizer, byte[] text, Set<Measure> measures) {
    Sums sums = new Sums(text);
    JointReading reading =
        new DocumentReader(model, tokenizer, ReadingOptions.measuring(measures))
            .together(List.of(sums).iterator());
    try (reading) {
      boolean more = true;
      while (more) {
        more = reading.advance();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sums;
  }

  /** A document that adds up what is told of it. */
  private static final class Sums implements Document {
    private final byte[] text;
    private final SpikeTally tally = new SpikeTally();
    private long synapticOperations;
    private long denseMacs;
    private double bitsPerByte;

    Sums(byte[] text) {
      this.text = text;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text);
    }

    @Override
    public void window(WindowResult window) {
      window
          .spikes()
          .ifPresent(
              spikes -> {
                synapticOperations += spikes.synapticOperations();
                denseMacs += spikes.denseMacs();
              });
    }

    @Override
    public void end(DocumentEnd told) {
      bitsPerByte = told.totals().bitsPerByte().orElseThrow();
      for (LayerSpikes layer : told.spikes()) {
        tally.add(layer.tally(), 1);
      }
    }
  }
}
