package io.corpuscle.engine.verification;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.SpikeObserver;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the token ids of a reference file through a model and compares what comes out.
 *
 * <p>A reference file is safetensors with {@code input_ids} and any of: {@code logits} at the
 * positions {@code rows}; −log p of the next id at every position but the last, as {@code nll}, or
 * as {@code nll.float} and {@code nll.spiking} of the same model read in either way.
 */
public final class Verification {
  private static final int CHUNK_TOKENS = 512;

  private final Kernels kernels;
  private final Precision precision;
  private final Optional<Precision> windows;
  private final Workspace workspace = Workspace.create();

  /**
   * Verifies models as these kernels read them; spiking ones with windows that round nothing beyond
   * what the checkpoint declares, for else counts flip from the first token on.
   */
  public Verification(Kernels kernels, Precision precision) {
    this(kernels, precision, Optional.empty());
  }

  /**
   * Verifies models as these kernels read them.
   *
   * @param windows what keys and values are kept in, as {@link ModelAssembler} takes it; empty for
   *     what {@link #Verification(Kernels, Precision)} chooses
   */
  public Verification(Kernels kernels, Precision precision, Optional<Precision> windows) {
    this.kernels = kernels;
    this.precision = precision;
    this.windows = windows;
  }

  /** The state after the last token of a reading, and how far it lay from the reference. */
  public record Outcome(ModelState state, Agreement agreement) {}

  /**
   * Compares a model with a reference file.
   *
   * @throws CheckpointException if a file cannot be read, or holds nothing to compare with
   */
  public Outcome of(Checkpoint checkpoint, Path expected) {
    Optional<Precision> chosen = windows.or(() -> windowsFor(checkpoint));
    ExpertCounts experts = new ExpertCounts();
    Chunk sinks = new Chunk(0);
    sinks.observeExperts(experts);
    LanguageModel model =
        new ModelAssembler(kernels, precision, chosen).assemble(checkpoint, sinks);
    Reference reference = Reference.open(expected, precision);
    int[] ids = reference.ids().stream().mapToInt(Integer::intValue).toArray();
    ModelState state = model.start();
    FloatMatrix hidden = FloatMatrix.zeros(ids.length, model.modelDim());
    float[] nll = new float[ids.length];
    SpikeTally spikes = new SpikeTally();
    Chunk chunk = new Chunk(CHUNK_TOKENS, Optional.of(counting(spikes)));
    chunk.observeExperts(experts);
    read(model, ids, state, hidden, nll, chunk);

    List<Comparison> comparisons = new ArrayList<>();
    if (precision == Precision.SPIKING) {
      float[] wanted = reference.nll().floats();
      comparisons.add(SpikingComparison.means(wanted, nll));
      if (!chosen.equals(Optional.of(Precision.BFLOAT16))) {
        comparisons.addAll(SpikingComparison.beforeTheFirstFlip(wanted, nll));
      }
      comparisons.addAll(SpikingComparison.statistics(reference.spikes(), spikes));
    } else {
      Tolerance tolerance = Tolerance.of(precision);
      if (reference.logits().isPresent()) {
        double difference = maxDifference(model, reference, hidden);
        comparisons.add(Comparison.atMost("max|Δlogit|", difference, tolerance.logit()));
      }
      double difference = meanDifference(reference.nll(), nll);
      comparisons.add(Comparison.atMost("mean|Δnll|", difference, tolerance.nll()));
    }
    reference
        .expertCounts()
        .ifPresent(
            counts ->
                comparisons.add(
                    Comparison.atMost(
                        "tokens at other experts", experts.differences(counts.longs()), 0)));
    return new Outcome(state, new Agreement(ids.length, comparisons));
  }

  private static SpikeObserver counting(SpikeTally spikes) {
    SpikeTally own = new SpikeTally();
    return (layers, x, rows) -> {
      own.clear();
      layers.tally(x, 0, x.rows(), own);
      // Every layer's input counts for itself, shared or not.
      spikes.add(own, layers.layers().size());
    };
  }

  private Optional<Precision> windowsFor(Checkpoint checkpoint) {
    return precision == Precision.SPIKING && checkpoint.w8aSpike().isEmpty()
        ? Optional.of(Precision.FLOAT32)
        : Optional.empty();
  }

  /** Reads all tokens, chunk by chunk; nll[t] belongs to the id after t. */
  private void read(
      LanguageModel model,
      int[] ids,
      ModelState state,
      FloatMatrix hidden,
      float[] nll,
      Chunk chunk) {
    int[] targets = new int[CHUNK_TOKENS];
    float[] chunkNll = new float[CHUNK_TOKENS];
    for (int from = 0; from < ids.length; from += CHUNK_TOKENS) {
      int count = Math.min(CHUNK_TOKENS, ids.length - from);
      chunk.clear();
      chunk.append(state, ids, from, count);
      FloatMatrix rows = hidden.rows(from, count);
      model.forward(chunk, rows, workspace);
      for (int t = 0; t < count; t++) {
        // The last token of all has no next one; what is computed for it is not compared.
        targets[t] = ids[Math.min(from + t + 1, ids.length - 1)];
      }
      model.surprisal(chunk, rows, targets, chunkNll, workspace);
      System.arraycopy(chunkNll, 0, nll, from, count);
    }
  }

  private static double meanDifference(StoredTensor expected, float[] actual) {
    float[] nll = expected.floats();
    double sum = 0;
    for (int t = 0; t < nll.length; t++) {
      sum += Math.abs((double) nll[t] - actual[t]);
    }
    return sum / nll.length;
  }

  private double maxDifference(LanguageModel model, Reference reference, FloatMatrix hidden) {
    StoredTensor expected = reference.logits().orElseThrow();
    FloatMatrix logits = FloatMatrix.zeros(1, model.vocabulary());
    float[] wanted = new float[model.vocabulary()];
    double max = 0;
    for (int r = 0; r < reference.rows().size(); r++) {
      model.logits(hidden.rows(reference.rows().get(r), 1), logits, workspace);
      expected.floats((long) r * wanted.length, wanted, 0, wanted.length);
      for (int v = 0; v < wanted.length; v++) {
        double difference = Math.abs((double) wanted[v] - logits.get(0, v));
        // NaN is not larger than anything: it must not pass as agreement.
        max = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(max, difference);
      }
    }
    return max;
  }
}
