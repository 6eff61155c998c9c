package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.bench.RandomTransformer;
import io.corpuscle.engine.ChildJvm;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import io.corpuscle.engine.convert.Fingerprints;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gigabyte of Qwen2.5-0.5B's shape through a heap of one. */
@Tag("full")
class LargeConversionTest {
  private static final String FOLDER = "CORPUSCLE_LARGE_CONVERSION";

  @TempDir private Path folder;

  @Test
  void aGigabyteIsConvertedAndReadInAHeapOfOne() throws Exception {
    Path source = folder.resolve("source");
    new RandomTransformer(
            new Qwen2Config(151_936, 896, 24, 14, 2, 4864, 1e6, 1e-6f, true, "silu", 32_768), 3)
        .write(source);

    String printed =
        new ChildJvm(Stream.concat(Stream.of("-Xmx1g"), ChildJvm.WITH_MODULE.stream()).toList())
            .with(FOLDER, folder.toString())
            .with("OMP_NUM_THREADS", "1")
            .run(ConvertInspectRead.class);

    assertThat(printed)
        .contains("converted      from qwen2, which had room for 32,768 tokens")
        .contains("finite logits");
    Checkpoint from = Checkpoint.open(source);
    Map<String, StoredTensor> to = Checkpoint.open(folder.resolve("target")).tensors();
    assertThat(from.tensors().values().stream().mapToLong(t -> t.size() * t.type().bytes()).sum())
        .isGreaterThan(980_000_000L);
    from.tensors()
        .forEach(
            (name, tensor) ->
                assertThat(Fingerprints.of(to.get(linearName(name))))
                    .as(name)
                    .isEqualTo(Fingerprints.of(tensor)));
  }

  private static String linearName(String name) {
    return name.replace("embed_tokens", "embeddings")
        .replace("input_layernorm", "attn_norm")
        .replace("post_attention_layernorm", "mlp_norm")
        .replace("self_attn", "attn");
  }

  /** What the other JVM does. */
  static final class ConvertInspectRead {
    private ConvertInspectRead() {}

    @AllowedCall(why = "what it prints is what the test reads")
    public static void main(String... none) throws IOException {
      Path folder = Path.of(System.getenv(FOLDER));
      Path target = folder.resolve("target");
      StringWriter out = new StringWriter();
      Console console = new Console(new PrintWriter(out, true), new PrintWriter(out, true), false);
      for (List<String> command :
          List.of(
              List.of(
                  "convert",
                  folder.resolve("source").toString(),
                  target.toString(),
                  "--to",
                  "gla_swa",
                  "--shard-bytes",
                  "400000000"),
              List.of("inspect", target.toString()))) {
        if (Corpuscle.run(console, command.toArray(String[]::new)) != Corpuscle.OK) {
          throw new IllegalStateException(out.toString());
        }
      }
      System.out.println(out);
      System.out.println(finite(target) ? "finite logits" : "logits that are not finite");
    }

    private static boolean finite(Path target) {
      LanguageModel model =
          new ModelAssembler(
                  KernelSelection.onClassPath().choose(KernelSelection.AUTO), Precision.INT8)
              .assemble(Checkpoint.open(target));
      int[] ids = new Random(3).ints(64, 0, model.vocabulary()).toArray();
      Chunk chunk = new Chunk(ids.length);
      chunk.append(model.start(), ids, 0, ids.length);
      Workspace workspace = Workspace.create();
      FloatMatrix hidden = FloatMatrix.zeros(ids.length, model.modelDim());
      model.forward(chunk, hidden, workspace);
      FloatMatrix logits = FloatMatrix.zeros(1, model.vocabulary());
      model.logits(hidden.rows(ids.length - 1, 1), logits, workspace);
      for (float logit : logits.array()) {
        if (!Float.isFinite(logit)) {
          return false;
        }
      }
      return true;
    }
  }
}
