package io.corpuscle.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsFile;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import io.corpuscle.engine.verification.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a document written token by token owes to one that is read, and one among many to one alone.
 * One subclass per provider.
 */
public abstract class GenerationContract {
  private static final double LOGIT_TOLERANCE = Tolerance.of(Precision.FLOAT32).logit();

  /** More than the window of the tiny model and two of its tiles. */
  private static final int TOKENS = 150;

  @TempDir private Path directory;

  /** The kernels that generate. */
  protected abstract Kernels kernels();

  @Test
  void tokenByTokenGivesTheLogitsOfOneReading() throws IOException {
    LanguageModel model = tiny(Precision.FLOAT32);
    int[] ids = ids(model, TOKENS, 1);
    Chunk chunk = new Chunk(TOKENS);
    chunk.append(model.start(), ids, 0, TOKENS);
    FloatMatrix hidden = FloatMatrix.zeros(TOKENS, model.modelDim());
    FloatMatrix expected = FloatMatrix.zeros(TOKENS, model.vocabulary());
    model.forward(chunk, hidden, Workspace.poisoned());
    model.logits(hidden, expected, Workspace.poisoned());

    float[][] actual = steps(model, model.start(), ids, 0);

    for (int t = 0; t < TOKENS; t++) {
      assertThat(difference(actual[t], expected.array(), expected.at(t)))
          .as("token %d", t)
          .isLessThanOrEqualTo(LOGIT_TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gla-swa-tiny", "gla-swa-gqa"})
  void tokenByTokenAgreesWithThePublishedCode(String name) {
    Path golden = SharedFiles.shared("golden").resolve(name);
    Map<String, StoredTensor> expected =
        SafetensorsFile.open(golden.resolve("expected.safetensors"));
    int[] ids = ints(expected.get("input_ids"));
    int[] rows = ints(expected.get("rows"));
    float[] logits = expected.get("logits").floats();
    LanguageModel model = model(golden, Precision.FLOAT32);

    float[][] actual = steps(model, model.start(), ids, 0);

    assertThat(rows).isNotEmpty();
    for (int r = 0; r < rows.length; r++) {
      assertThat(difference(actual[rows[r]], logits, r * model.vocabulary()))
          .as("token %d", rows[r])
          .isLessThanOrEqualTo(LOGIT_TOLERANCE);
    }
  }

  /** Prefills that end inside of tiles and chunks, at their edges, and after several of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 40, 64, 149, 512, 513, 700, 1200})
  void stepsAfterAPrefillAgreeWithStepsFromTheBeginning(int prompt) throws IOException {
    LanguageModel model = tiny(Precision.FLOAT32);
    int[] ids = ids(model, prompt + 70, 2);
    ModelState state = model.start();
    Generator generator = new Generator(model, 1);

    float[] last = row(generator.prefill(state, ids, 0, prompt), 0);
    float[][] after = steps(model, state, ids, prompt);

    float[][] expected = steps(model, model.start(), ids, 0);
    assertThat(difference(last, expected[prompt - 1], 0)).isLessThanOrEqualTo(LOGIT_TOLERANCE);
    for (int t = 0; t < after.length; t++) {
      assertThat(difference(after[t], expected[prompt + t], 0))
          .as("token %d", prompt + t)
          .isLessThanOrEqualTo(LOGIT_TOLERANCE);
    }
  }

  /** A cut inside of a tile changes bits, so a prefill must make none of its own. */
  @Test
  void aPrefillGivesTheBitsOfOneChunkWhereverItBegins() throws IOException {
    LanguageModel model = tiny(Precision.FLOAT32);
    int[] ids = ids(model, 620, 4);
    FloatMatrix expected = FloatMatrix.zeros(1, model.vocabulary());
    FloatMatrix hidden = FloatMatrix.zeros(520, model.modelDim());
    Chunk chunk = new Chunk(520);
    ModelState whole = model.start();
    chunk.append(whole, ids, 0, 100);
    model.forward(chunk, hidden.rows(0, 100), Workspace.poisoned());
    chunk.clear();
    chunk.append(whole, ids, 100, 520);
    model.forward(chunk, hidden, Workspace.poisoned());
    model.logits(hidden.rows(519, 1), expected, Workspace.poisoned());

    Generator generator = new Generator(model, 1);
    ModelState state = model.start();
    generator.prefill(state, ids, 0, 100);

    assertThat(row(generator.prefill(state, ids, 100, 520), 0)).isEqualTo(row(expected, 0));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void documentsThatStepTogetherGetTheBitsOfEachAlone(Precision precision) throws IOException {
    LanguageModel model = tiny(precision);
    int documents = 7;
    Generator together = new Generator(model, documents);
    List<ModelState> states = new ArrayList<>();
    List<Sampler> samplers = new ArrayList<>();
    int[] tokens = new int[documents];
    for (int s = 0; s < documents; s++) {
      states.add(model.start());
      samplers.add(sampler(s));
      tokens[s] = prompted(together, states.get(s), samplers.get(s), s);
    }
    int[][] written = new int[documents][TOKENS];
    for (int t = 0; t < TOKENS; t++) {
      together.step(samplers, states, tokens);
      for (int s = 0; s < documents; s++) {
        written[s][t] = tokens[s];
      }
    }
    float[][] logits = rows(together.step(tokens, states));

    for (int s = 0; s < documents; s++) {
      Generator alone = new Generator(model, 1);
      ModelState state = model.start();
      Sampler sampler = sampler(s);
      int[] token = {prompted(alone, state, sampler, s)};
      int[] own = new int[TOKENS];
      for (int t = 0; t < TOKENS; t++) {
        alone.step(List.of(sampler), List.of(state), token);
        own[t] = token[0];
      }
      assertThat(written[s]).as("document %d", s).isEqualTo(own);
      assertThat(logits[s])
          .as("document %d", s)
          .isEqualTo(row(alone.step(token, List.of(state)), 0));
    }
  }

  /** Every document has its own prompt, of its own length, and every other one draws. */
  private static int prompted(Generator generator, ModelState state, Sampler sampler, int s) {
    int[] prompt = new Random(s).ints(1 + 23 * s, 0, 8).toArray();
    return sampler.next(generator.prefill(state, prompt, 0, prompt.length), 0);
  }

  private static Sampler sampler(int s) {
    return s % 2 == 0 ? new Greedy() : new TopK(4, 1.5, s);
  }

  private LanguageModel tiny(Precision precision) throws IOException {
    return model(TinyModels.dna(directory, 3), precision);
  }

  private LanguageModel model(Path checkpoint, Precision precision) {
    return new ModelAssembler(kernels(), precision).assemble(Checkpoint.open(checkpoint));
  }

  /** The logits after each id from {@code from} on, read one a step. */
  private static float[][] steps(LanguageModel model, ModelState state, int[] ids, int from) {
    Generator generator = new Generator(model, 1);
    float[][] logits = new float[ids.length - from][];
    for (int t = from; t < ids.length; t++) {
      logits[t - from] = row(generator.step(new int[] {ids[t]}, List.of(state)), 0);
    }
    assertThat(state.position()).isEqualTo(ids.length);
    return logits;
  }

  private static float[][] rows(FloatMatrix logits) {
    float[][] rows = new float[logits.rows()][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = row(logits, r);
    }
    return rows;
  }

  /** A copy, for the next call overwrites it; all finite, for NaN would equal NaN. */
  private static float[] row(FloatMatrix logits, int r) {
    float[] row = Arrays.copyOfRange(logits.array(), logits.at(r), logits.at(r) + logits.cols());
    for (float z : row) {
      assertThat(z).isFinite();
    }
    return row;
  }

  private static double difference(float[] actual, float[] expected, int at) {
    double max = 0;
    for (int v = 0; v < actual.length; v++) {
      double difference = Math.abs((double) actual[v] - expected[at + v]);
      assertThat(difference).isNotNaN();
      max = Math.max(max, difference);
    }
    return max;
  }

  private static int[] ids(LanguageModel model, int count, long seed) {
    return new Random(seed).ints(count, 0, model.vocabulary()).toArray();
  }

  private static int[] ints(StoredTensor tensor) {
    return Arrays.stream(tensor.longs()).mapToInt(Math::toIntExact).toArray();
  }
}
