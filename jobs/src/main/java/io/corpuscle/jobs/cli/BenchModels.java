package io.corpuscle.jobs.cli;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.bench.RepeatedPassage;
import io.corpuscle.bench.Subject;
import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.jobs.samples.SampleGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The models that {@code corpuscle bench} measures, and what they read meanwhile. */
final class BenchModels implements Closeable {
  /** The shape of Qwen2.5-0.5B with random weights. */
  static final String HALF_BILLION = "0.5B";

  /** What a bundled model reads: the file of the samples that is most of its kind. */
  private static final Map<String, String> PASSAGES =
      Map.of("text", "legal/statute-harbours.txt", "dna", "dna/synthetic.fa");

  private final Map<String, Path> folders = new HashMap<>();
  private final TemporaryFolder temporary;

  /**
   * Finds the models.
   *
   * @param names bundled names, {@value #HALF_BILLION}, or folders
   * @throws io.corpuscle.jobs.models.ModelException if there is none of a name
   */
  BenchModels(List<String> names) throws IOException {
    for (String name : names) {
      if (!name.equals(HALF_BILLION)) {
        folders.put(name, ModelFolder.named(name));
      }
    }
    temporary = TemporaryFolder.create();
    new SampleGenerator().write(temporary.path());
  }

  /** One of them, its weights packed: bundled ones read text, others random tokens. */
  Subject open(String name, Kernels kernels, Precision precision) throws IOException {
    if (name.equals(HALF_BILLION)) {
      folders.computeIfAbsent(name, temporary.path()::resolve);
      new RandomModel(RandomModel.HALF_BILLION, 1).write(folder(name));
    }
    String passage = PASSAGES.get(name);
    return passage == null
        ? Subject.ofTokens(folder(name), kernels, precision, Scoring.EVERY_TOKEN)
        : Subject.ofText(folder(name), kernels, precision, text(passage));
  }

  private Path folder(String name) {
    return Objects.requireNonNull(folders.get(name), name);
  }

  private byte[] text(String passage) throws IOException {
    return RepeatedPassage.read(temporary.path().resolve("corpus").resolve(passage));
  }

  @Override
  public void close() {
    temporary.close();
  }
}
