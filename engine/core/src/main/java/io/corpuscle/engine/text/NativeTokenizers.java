package io.corpuscle.engine.text;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;

/**
 * Loads the Hugging Face tokenizers that DJL packs for Java.
 *
 * <p>DJL reports its use to its makers from {@code HuggingFaceTokenizer} (unless {@code
 * OPT_OUT_TRACKING=true}), which also truncates to 512 ids; so that class is never used, only the
 * native functions below it. And on a machine with a GPU, DJL would download a build for it, were
 * it not told that the one in its jar will do.
 */
final class NativeTokenizers {
  private NativeTokenizers() {}

  /** The native functions, loaded. */
  static TokenizersLibrary library() {
    System.setProperty("RUST_FLAVOR", "cpu");
    try {
      LibUtils.checkStatus();
      return TokenizersLibrary.LIB;
    } catch (EngineException | LinkageError e) {
      throw new TokenizerException(
          "The tokenizer library cannot be loaded: "
              + e.getMessage()
              + ". It needs linux (glibc), macOS or Windows and a directory it can unpack itself"
              + " into; name one in the environment variable DJL_CACHE_DIR.",
          e);
    }
  }
}
