package io.corpuscle.engine;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.feedforward.ExpertBudget;
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
  private final Precision precision;

  private Engine(LanguageModel model, Tokenizer tokenizer, Kernels kernels, Precision precision) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.kernels = kernels;
    this.precision = precision;
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
    Precision precision = options.precision().orElseGet(checkpoint::precision);
    ModelAssembler assembler = new ModelAssembler(kernels, precision);
    if (options.expertBytes().isPresent()) {
      assembler = assembler.within(new ExpertBudget(options.expertBytes().getAsLong()));
    }
    LanguageModel assembled = assembler.assemble(checkpoint);
    return new Engine(assembled, tokenizer, kernels, precision);
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

  /** What the model's products multiply. */
  public Precision precision() {
    return precision;
  }

  /** How much of the model's packed weights is outside of the Java heap, and of its limits. */
  public long nativeBytes() {
    return kernels.packsOutsideHeap() ? model.bytes() : 0;
  }

  /** A reader for one thread. */
  public DocumentReader reader(ReadingOptions options) {
    return new DocumentReader(model, tokenizer, options);
  }
}
