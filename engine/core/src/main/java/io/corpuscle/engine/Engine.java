package io.corpuscle.engine;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.nio.file.Path;

/**
 * A model, its tokenizer and the kernels that run it, loaded once and shared by all threads.
 *
 * <pre>{@code
 * Engine engine = Engine.open(Path.of("models/text"), EngineOptions.defaults());
 * DocumentReader reader = engine.reader(ReadingOptions.measuring(Set.of(Measure.SURPRISAL)));
 * try (DocumentReading reading = reader.open(Files.newInputStream(document))) {
 *   for (Optional<WindowResult> w = reading.next(); w.isPresent(); w = reading.next()) {
 *     System.out.println(w.get());
 *   }
 * }
 * }</pre>
 */
public final class Engine {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final Kernels kernels;

  private Engine(LanguageModel model, Tokenizer tokenizer, Kernels kernels) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.kernels = kernels;
  }

  /**
   * Loads a model from its directory.
   *
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if its files are missing or damaged
   * @throws IllegalArgumentException if the kernels asked for cannot run here
   */
  public static Engine open(Path model, EngineOptions options) {
    Kernels kernels = KernelSelection.onClassPath().choose(options.kernels());
    Checkpoint checkpoint = Checkpoint.open(model);
    Tokenizer tokenizer = TokenizerFiles.open(model);
    return new Engine(new ModelAssembler(kernels).assemble(checkpoint), tokenizer, kernels);
  }

  public LanguageModel model() {
    return model;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The name of the kernels in use. */
  public String kernels() {
    return kernels.name();
  }

  /** A reader for one thread. */
  public DocumentReader reader(ReadingOptions options) {
    return new DocumentReader(model, tokenizer, options);
  }
}
