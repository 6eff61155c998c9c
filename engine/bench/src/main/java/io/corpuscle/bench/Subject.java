package io.corpuscle.bench;

import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A model whose speed is measured, and what it reads meanwhile.
 *
 * @param cost what a token costs by the model's equations
 * @param warmUpTokens after so many tokens the windows are full, and a token costs what it will
 *     cost ever after
 * @param reading opens a document without end
 */
public record Subject(
    LanguageModel model, ModelCost cost, int warmUpTokens, Supplier<Steps> reading) {
  private static final int CHUNK_TOKENS = ReadingOptions.DEFAULT_CHUNK_TOKENS;

  /**
   * A model that reads text, from bytes to windows with every measure, as a job reads.
   *
   * @param folder its files
   * @param passage UTF-8 that is read over and over
   */
  public static Subject ofText(Path folder, Kernels kernels, Precision precision, byte[] passage) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    LanguageModel model = new ModelAssembler(kernels, precision).assemble(checkpoint);
    Tokenizer tokenizer = TokenizerFiles.open(folder);
    return of(checkpoint, model, () -> new TextReading(model, tokenizer, passage, CHUNK_TOKENS));
  }

  /**
   * A model that reads random token ids: what it costs without its tokenizer.
   *
   * @param folder its files
   */
  public static Subject ofTokens(
      Path folder, Kernels kernels, Precision precision, Scoring scoring) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    LanguageModel model = new ModelAssembler(kernels, precision).assemble(checkpoint);
    return of(checkpoint, model, () -> new TokenReading(model, scoring, CHUNK_TOKENS, 1));
  }

  private static Subject of(Checkpoint checkpoint, LanguageModel model, Supplier<Steps> reading) {
    int window = checkpoint.config(GlaSwaConfig.class).window();
    return new Subject(model, ModelCost.of(checkpoint), window, reading);
  }
}
