package io.corpuscle.engine.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.huggingface.ConvertedFrom;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import java.util.ArrayList;
import java.util.List;

/** The tensors that both architectures name alike, collected in the order of the model. */
final class LayoutParts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> INPUTS = List.of("q_proj", "k_proj", "v_proj");

  /** What an architecture's configuration keeps of its source's as it is. */
  private static final List<String> KEPT =
      List.of("bos_token_id", "eos_token_id", "pad_token_id", "initializer_range");

  private final TransformerTensors source;
  private final List<ConvertedTensor> tensors = new ArrayList<>();

  LayoutParts(TransformerTensors source) {
    this.source = source;
  }

  static String layer(int n) {
    return "model.layers." + n + ".";
  }

  void add(ConvertedTensor tensor) {
    tensors.add(tensor);
  }

  /** Adds a new tensor of the type that the source's are. */
  void add(String name, TensorValues values, long... shape) {
    add(ConvertedTensor.made(name, source.type(), values, shape));
  }

  void embeddings() {
    add(ConvertedTensor.copy("model.embeddings.weight", source.embeddings()));
  }

  void norms(int n) {
    add(ConvertedTensor.copy(layer(n) + "attn_norm.weight", source.attentionNorm(n)));
    add(ConvertedTensor.copy(layer(n) + "mlp_norm.weight", source.feedForwardNorm(n)));
  }

  /**
   * Adds queries, keys and values with their biases.
   *
   * @param branch what stands before their names
   */
  void inputs(int n, String branch) {
    for (String part : INPUTS) {
      String name = layer(n) + "attn." + branch + part;
      add(ConvertedTensor.copy(name + ".weight", source.weight(n, part)));
      add(ConvertedTensor.copy(name + ".bias", source.bias(n, part)));
    }
  }

  void output(int n) {
    add(ConvertedTensor.copy(layer(n) + "attn.o_proj.weight", source.output(n)));
  }

  /** Adds a layer's feed-forward as it is. */
  void feedForward(int n) {
    for (String part : TransformerTensors.feedForwardParts()) {
      add(ConvertedTensor.copy(layer(n) + "mlp." + part + ".weight", source.feedForward(n, part)));
    }
  }

  /**
   * Adds a layer's feed-forward as an expert, each matrix times a factor.
   *
   * @param expert the expert's name in the layer
   */
  void expert(int n, String expert, float factor) {
    for (String part : TransformerTensors.feedForwardParts()) {
      add(
          ConvertedTensor.scaled(
              layer(n) + "mlp." + expert + "." + part + ".weight",
              source.feedForward(n, part),
              factor));
    }
  }

  void norm() {
    add(ConvertedTensor.copy("model.norm.weight", source.norm()));
  }

  void head() {
    add(ConvertedTensor.copy("lm_head.weight", source.head()));
  }

  /** All tensors added so far. */
  List<ConvertedTensor> tensors() {
    return List.copyOf(tensors);
  }

  /**
   * The {@code config.json} of the result.
   *
   * @param shape the configuration of its architecture
   */
  ObjectNode config(String modelType, Object shape) {
    Qwen2Config from = source.config();
    ObjectNode config = JSON.createObjectNode().put("model_type", modelType);
    config.setAll((ObjectNode) JSON.valueToTree(shape));
    config.put("max_position_embeddings", from.positions());
    config.put("torch_dtype", source.type() == ElementType.BF16 ? "bfloat16" : "float32");
    ObjectNode old = source.checkpoint().config(ObjectNode.class);
    for (String key : KEPT) {
      if (old.hasNonNull(key)) {
        config.set(key, old.get(key));
      }
    }
    config.set(
        ConvertedFrom.KEY,
        JSON.valueToTree(new ConvertedFrom(Qwen2Config.MODEL_TYPE, from.positions())));
    return config;
  }
}
