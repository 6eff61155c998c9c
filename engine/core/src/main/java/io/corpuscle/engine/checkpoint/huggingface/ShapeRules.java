package io.corpuscle.engine.checkpoint.huggingface;

import java.util.List;
import java.util.Locale;

/** What the shapes of all architectures must hold to, and the words for what breaks it. */
final class ShapeRules {
  private ShapeRules() {}

  static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
    }
  }

  static void positive(String key, int value) {
    require(value > 0, "%s is %d", key, value);
  }

  /** Layers that a key names are layers of the model. */
  static void layers(String key, List<Integer> named, int layers) {
    for (int layer : named) {
      require(
          layer >= 0 && layer < layers,
          "%s names layer %d and num_hidden_layers is %d",
          key,
          layer,
          layers);
    }
  }

  static void heads(int modelDim, int heads, int kvHeads) {
    require(heads > 0 && kvHeads > 0, "%d attention heads and %d of keys", heads, kvHeads);
    require(
        modelDim % heads == 0,
        "hidden_size %d is not a multiple of num_attention_heads %d",
        modelDim,
        heads);
    require(
        heads % kvHeads == 0,
        "num_attention_heads %d is not a multiple of num_key_value_heads %d",
        heads,
        kvHeads);
    require(modelDim / heads % 2 == 0, "the head size %d is odd", modelDim / heads);
  }

  static void activation(String activation) {
    require(
        activation.equals("swish") || activation.equals("silu"),
        "hidden_act is '%s'; only swish (silu) is known",
        activation);
  }
}
