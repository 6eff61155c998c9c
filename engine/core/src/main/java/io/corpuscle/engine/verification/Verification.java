package io.corpuscle.engine.verification;

import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsFile;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Reads the token ids of a reference file through a model and compares what comes out.
 *
 * <p>A reference file is safetensors with {@code input_ids} and any of: {@code logits} at the
 * positions {@code rows}; {@code nll} or {@code nll.float}, −log p of the next id at every position
 * but the last.
 */
public final class Verification {
  private static final int CHUNK_TOKENS = 512;

  private final LanguageModel model;
  private final Tolerance tolerance;
  private final Workspace workspace = Workspace.create();

  /** Verifies {@code model} to within {@code tolerance}. */
  public Verification(LanguageModel model, Tolerance tolerance) {
    this.model = model;
    this.tolerance = tolerance;
  }

  /** The state after the last token of a reading, and how far it lay from the reference. */
  public record Outcome(ModelState state, Agreement agreement) {}

  /**
   * Compares with a reference file.
   *
   * @throws CheckpointException if the file cannot be read or holds nothing to compare with
   */
  public Outcome against(Path expected) {
    Map<String, StoredTensor> reference = SafetensorsFile.open(expected);
    StoredTensor nll = reference.getOrDefault("nll", reference.get("nll.float"));
    StoredTensor logits = reference.get("logits");
    StoredTensor rows = reference.get("rows");
    StoredTensor inputIds = reference.get("input_ids");
    if (inputIds == null || (nll == null && logits == null) || (logits != null && rows == null)) {
      throw new CheckpointException(
          expected
              + " holds "
              + reference.keySet()
              + "; input_ids and one of nll, nll.float, or logits with rows are needed to verify");
    }
    int[] ids = Arrays.stream(inputIds.longs()).mapToInt(Math::toIntExact).toArray();

    ModelState state = model.start();
    FloatMatrix hidden = FloatMatrix.zeros(ids.length, model.modelDim());
    float[] actualNll = new float[ids.length];
    read(ids, state, hidden, actualNll);

    OptionalDouble nllDifference =
        nll == null ? OptionalDouble.empty() : OptionalDouble.of(meanDifference(nll, actualNll));
    OptionalDouble logitDifference =
        logits == null || rows == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(maxDifference(logits, rows, hidden));
    return new Outcome(state, new Agreement(ids.length, logitDifference, nllDifference, tolerance));
  }

  /** Reads all tokens, chunk by chunk; nll[t] belongs to the id after t. */
  private void read(int[] ids, ModelState state, FloatMatrix hidden, float[] nll) {
    Chunk chunk = new Chunk(CHUNK_TOKENS);
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
      model.surprisal(rows, targets, chunkNll, workspace);
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

  private double maxDifference(StoredTensor expected, StoredTensor rows, FloatMatrix hidden) {
    long[] positions = rows.longs();
    FloatMatrix logits = FloatMatrix.zeros(1, model.vocabulary());
    float[] wanted = new float[model.vocabulary()];
    double max = 0;
    for (int r = 0; r < positions.length; r++) {
      model.logits(hidden.rows(Math.toIntExact(positions[r]), 1), logits, workspace);
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
