package io.corpuscle.bench.table;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.bench.RepeatedPassage;
import io.corpuscle.bench.Subject;
import io.corpuscle.bench.TemporaryFolder;
import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The models of the table: {@code text} and {@code dna} from the samples, {@code 0.5B} made. */
final class Models implements Closeable {
  static final String ALL = "text,dna,0.5B";
  static final String HALF_BILLION = "0.5B";

  private final Path samples;
  private Optional<TemporaryFolder> random = Optional.empty();

  /**
   * @param samples the repository's folder {@code data-samples}
   */
  Models(Path samples) {
    this.samples = samples;
  }

  /** Where a model's files are. */
  Path folder(String model) throws IOException {
    if (!model.equals(HALF_BILLION)) {
      return samples.resolve("models").resolve(model);
    }
    if (random.isEmpty()) {
      random = Optional.of(TemporaryFolder.create());
      new RandomModel(RandomModel.HALF_BILLION, 1).write(random.get().path());
    }
    return random.get().path();
  }

  /** The sample document that a bundled model reads. */
  byte[] passage(String model) throws IOException {
    String document = model.equals("dna") ? "dna/synthetic.fa" : "legal/statute-harbours.txt";
    return RepeatedPassage.read(samples.resolve("corpus").resolve(document));
  }

  /** A model, open. */
  Subject open(String model, Kernels kernels, Precision precision) throws IOException {
    Path folder = folder(model);
    return model.equals(HALF_BILLION)
        ? Subject.ofTokens(folder, kernels, precision, Scoring.EVERY_TOKEN)
        : Subject.ofText(folder, kernels, precision, passage(model));
  }

  @Override
  public void close() {
    random.ifPresent(TemporaryFolder::close);
  }
}
