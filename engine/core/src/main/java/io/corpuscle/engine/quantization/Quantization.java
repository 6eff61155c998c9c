package io.corpuscle.engine.quantization;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.Companions;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.StagedFolder;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.ModelParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a W8ASpike checkpoint of a floating-point one, in four steps: read passages in float32 to
 * see what each layer multiplies; write the weights with scales chosen for that; read other
 * passages as spikes with each k; write the configuration with the k chosen. What is measured is
 * what was written. Memory is that of one layer, of the head, and of a hidden state {@code [D]} a
 * token.
 */
public final class Quantization {
  private final Kernels kernels;
  private final QuantizationOptions options;
  private final Progress progress;

  /** Is told how far it is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A part of a step is done.
     *
     * @param step what is being done
     * @param part how many parts of it are done
     * @param parts how many it has
     */
    void at(String step, int part, int parts);
  }

  /** Quantises as {@code options} say, reading with {@code kernels}. */
  public Quantization(Kernels kernels, QuantizationOptions options, Progress progress) {
    this.kernels = kernels;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Writes the checkpoint and its report.
   *
   * @param target a folder that is not there yet; nothing is left of it unless all went well
   * @throws QuantizationException if the checkpoint cannot be quantised as asked
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if the target is there already
   */
  public QuantizationReport run(Checkpoint source, Sample sample, Path target) throws IOException {
    W8aSpikeLayout layout = W8aSpikeLayout.of(source, options.groupSize());
    W8aSpikeWriter writer =
        new W8aSpikeWriter(
            source, layout, options.rule(), options.granularity(), options.shardBytes());
    ModelParts floating = new ModelAssembler(kernels, Precision.FLOAT32).parts(source);
    try (StagedFolder folder = StagedFolder.of(target)) {
      InputMoments moments = calibrate(source, sample.calibration());
      Map<String, OutputError> errors = writer.tensors(folder.path(), moments, progress);
      writer.config(folder.path(), options.thresholds().get(0));
      Checkpoint written = Checkpoint.open(folder.path());
      double before = read(floating, sample.heldOut(), "in float32").bits();
      List<ThresholdTrial> trials = new ArrayList<>();
      for (float k : options.thresholds()) {
        trials.add(trial(written, k, sample.heldOut()));
      }
      QuantizationReport report =
          new QuantizationReport(
              source.modelType(),
              kernels.name() + ", " + kernels.instructionSet(),
              layout.groupSize(),
              options.granularity(),
              options.rule(),
              Sample.tokens(sample.calibration()),
              Sample.tokens(sample.heldOut()),
              before / Sample.bytes(sample.heldOut()),
              ThresholdTrial.choose(trials).k(),
              trials,
              errors);
      writer.config(folder.path(), report.k());
      Companions.copy(source.directory(), folder.path());
      report.write(folder.path());
      folder.finish();
      return report;
    }
  }

  private InputMoments calibrate(Checkpoint source, List<Passage> passages) {
    InputMoments moments = new InputMoments();
    if (options.rule() == ScaleRule.SEARCH) {
      Kernels watching = new MomentKernels(kernels, moments);
      new LayerwiseReading(
              watching,
              new ModelAssembler(watching, Precision.FLOAT32).parts(source),
              Optional.empty(),
              (blocks, of) -> progress.at("calibrating", blocks, of))
          .hidden(passages);
    }
    return moments;
  }

  private record Outcome(double bits, SpikeFigures spikes) {}

  private Outcome read(ModelParts parts, List<Passage> passages, String how) {
    SpikeCount spikes = new SpikeCount();
    double bits =
        new LayerwiseReading(
                kernels,
                parts,
                Optional.of(spikes),
                (blocks, of) -> progress.at("reading " + how, blocks, of))
            .bits(passages);
    return new Outcome(bits, spikes.figures());
  }

  private ThresholdTrial trial(Checkpoint checkpoint, float k, List<Passage> passages) {
    ModelParts parts = new ModelAssembler(kernels, OperandFormat.spikes(k)).parts(checkpoint);
    Outcome outcome = read(parts, passages, "with k = " + k);
    return new ThresholdTrial(k, outcome.bits() / Sample.bytes(passages), outcome.spikes());
  }
}
