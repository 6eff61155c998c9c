package io.corpuscle.bench;

import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A {@code qwen2} checkpoint of any shape with random weights, in bf16: what a {@link RandomModel}
 * is held to. See {@link RandomCheckpoint} for the weights.
 *
 * @param config the shape
 * @param seed what the weights depend on
 */
public record RandomTransformer(Qwen2Config config, long seed) {

  /**
   * Writes {@code config.json}, the tensors by the names Qwen2.5 publishes, and {@code
   * tokenizer_config.json}, which gives printable ASCII a token a character.
   *
   * @param directory created if it is not there
   * @return the directory
   */
  public Path write(Path directory) throws IOException {
    return checkpoint().write(directory, Qwen2Config.MODEL_TYPE, config);
  }

  /** All tensors of the model. */
  RandomCheckpoint checkpoint() {
    int D = config.modelDim();
    int F = config.feedForwardDim();
    int kv = config.kvHeads() * config.headDim();
    RandomCheckpoint tensors = new RandomCheckpoint(seed);
    tensors.add("model.embed_tokens.weight", config.vocabulary(), D);
    for (int n = 0; n < config.layers(); n++) {
      String layer = "model.layers." + n;
      String attn = layer + ".self_attn";
      tensors.add(layer + ".input_layernorm.weight", D);
      tensors.add(attn + ".q_proj.weight", D, D);
      tensors.add(attn + ".q_proj.bias", D);
      tensors.add(attn + ".k_proj.weight", kv, D);
      tensors.add(attn + ".k_proj.bias", kv);
      tensors.add(attn + ".v_proj.weight", kv, D);
      tensors.add(attn + ".v_proj.bias", kv);
      tensors.add(attn + ".o_proj.weight", D, D);
      tensors.add(layer + ".post_attention_layernorm.weight", D);
      tensors.add(layer + ".mlp.gate_proj.weight", F, D);
      tensors.add(layer + ".mlp.up_proj.weight", F, D);
      tensors.add(layer + ".mlp.down_proj.weight", D, F);
    }
    tensors.add("model.norm.weight", D);
    if (!config.tiedEmbeddings()) {
      tensors.add("lm_head.weight", config.vocabulary(), D);
    }
    return tensors;
  }
}
