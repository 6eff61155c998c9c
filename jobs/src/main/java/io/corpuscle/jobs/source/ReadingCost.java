package io.corpuscle.jobs.source;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.reading.Content;
import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * About what a model costs, so that work can be spread and its end foretold.
 *
 * @param flopPerToken floating-point operations a token takes, in the matrices
 * @param bytesPerToken bytes of text a token stands for
 * @param tokensPerSecond tokens one core was seen to read a second; empty if nobody has seen it
 */
record ReadingCost(double flopPerToken, double bytesPerToken, OptionalDouble tokensPerSecond) {
  /** Letters that every model knows, as prose for those that know words. */
  private static final String SAMPLE =
      "The officer shall keep a record of every vessel that enters the harbour, of its cargo, and of "
          + "the day on which it left; and the record shall be open to any person who asks for it.";

  /**
   * Asks a model's files, without loading its weights.
   *
   * @param tokensPerSecond tokens one core was seen to read a second
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if they are missing or damaged
   * @throws io.corpuscle.engine.text.TokenizerException if the tokenizer's are
   */
  static ReadingCost of(Path model, OptionalDouble tokensPerSecond) {
    return new ReadingCost(
        flopPerToken(Checkpoint.open(model)),
        bytesPerToken(TokenizerFiles.open(model)),
        tokensPerSecond);
  }

  /** A multiplication and an addition for each weight a token meets; looking a row up is free. */
  private static double flopPerToken(Checkpoint checkpoint) {
    return 2.0 * ModelShape.of(checkpoint).activeParameters(checkpoint.sizes());
  }

  private static double bytesPerToken(Tokenizer tokenizer) {
    byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
    AtomicInteger tokens = new AtomicInteger();
    TokenStream stream = tokenizer.open((id, byteEnd) -> tokens.incrementAndGet());
    stream.feed(sample, 0, sample.length);
    stream.finish();
    return (double) sample.length / tokens.get();
  }

  /** About how many tokens a document of that many bytes has. */
  double tokens(Content content, long bytes) {
    return switch (content) {
      case TEXT -> bytes / bytesPerToken;
      case TOKEN_IDS -> (double) bytes / Integer.BYTES;
    };
  }
}
