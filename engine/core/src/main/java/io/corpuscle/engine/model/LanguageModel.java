package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.state.HybridState;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A causal language model: from token ids to final hidden states, and from those to what they say
 * about the next token. Immutable; one instance serves every thread of a JVM.
 */
public final class LanguageModel {
  private final Kernels kernels;
  private final Embedding embedding;
  private final List<Block> blocks;
  private final RmsNorm norm;
  private final Projection head;
  private final OptionalInt capacity;

  /** What documents begin with, a state a layer; none without sinks. */
  private List<HybridState> afterSinks = List.of();

  /** A model from its parts, the first block first. */
  public LanguageModel(
      Kernels kernels, Embedding embedding, List<Block> blocks, RmsNorm norm, Projection head) {
    this(kernels, embedding, blocks, norm, head, OptionalInt.empty());
  }

  /**
   * A model from its parts, the first block first.
   *
   * @param capacity the most tokens of a document its state has room for, the control token among
   *     them; empty where the state does not grow
   */
  public LanguageModel(
      Kernels kernels,
      Embedding embedding,
      List<Block> blocks,
      RmsNorm norm,
      Projection head,
      OptionalInt capacity) {
    this.kernels = kernels;
    this.embedding = embedding;
    this.blocks = List.copyOf(blocks);
    this.norm = norm;
    this.head = head;
    this.capacity = capacity;
  }

  /** All parts of a model together. */
  public static LanguageModel of(Kernels kernels, ModelParts parts) {
    // From the bottom up, so that of tensors that do not fit the first is told of.
    Embedding embedding = parts.embedding();
    List<Block> blocks = IntStream.range(0, parts.layers()).mapToObj(parts::block).toList();
    return new LanguageModel(
        kernels, embedding, blocks, parts.norm(), parts.head(), parts.capacity());
  }

  /** D, the width of a hidden state. */
  public int modelDim() {
    return embedding.table().inputs();
  }

  /** V, the number of token ids. */
  public int vocabulary() {
    return embedding.table().outputs();
  }

  /**
   * The most tokens of a document that its state has room for, the control token among them; empty
   * where it has room for any.
   */
  public OptionalInt capacity() {
    return capacity;
  }

  /** Size of the packed weights in memory; the embedding table stays in its file. */
  public long bytes() {
    return head.bytes() + blocks.stream().mapToLong(Block::bytes).sum();
  }

  /** The state of a document of which nothing has been read. */
  public ModelState start() {
    ModelState state = new ModelState(blocks.stream().map(block -> block.mixer().start()).toList());
    for (int layer = 0; layer < afterSinks.size(); layer++) {
      HybridState before = state.hybrid(layer);
      before.recurrent().startFrom(afterSinks.get(layer).recurrent());
      afterSinks.get(layer).window().sinks().ifPresent(before.window()::startFrom);
    }
    return state;
  }

  /**
   * Reads the sinks that stand before every document, once and for all documents.
   *
   * @param sinks their embeddings, {@code [n, D]}; overwritten
   * @param chunk of no tokens, whose observers are shown the pass
   */
  public void readSinks(FloatMatrix sinks, Chunk chunk, Workspace workspace) {
    List<HybridState> states = new ArrayList<>();
    for (Block block : blocks) {
      HybridState state = (HybridState) block.mixer().start();
      block.readSinks(chunk, state, sinks, workspace);
      states.add(state);
    }
    afterSinks = List.copyOf(states);
  }

  /**
   * Reads a chunk: advances the state of each of its runs, and gives every token's final hidden
   * state {@code rms(x; norm)}.
   *
   * @param hidden {@code [T, D]}, overwritten
   */
  public void forward(Chunk chunk, FloatMatrix hidden, Workspace workspace) {
    embedding.into(chunk, hidden);
    for (int layer = 0; layer < blocks.size(); layer++) {
      blocks.get(layer).forward(chunk, layer, hidden, workspace);
    }
    norm.into(hidden, hidden);
  }

  /**
   * {@code logits = lm_head · hidden}.
   *
   * @param hidden {@code [T, D]}, from {@link #forward}
   * @param logits {@code [T, V]}, overwritten
   */
  public void logits(FloatMatrix hidden, FloatMatrix logits, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      head.into(head.operand(hidden, frame), logits, workspace);
    }
  }

  /**
   * Shows whoever observes the chunk what its hidden states give the head, as {@link #surprisal}
   * does, and scores nothing.
   *
   * @param hidden {@code [T, D]}, from {@link #forward}
   */
  public void showHead(Chunk chunk, FloatMatrix hidden, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      chunk.show(head, head.operand(hidden, frame));
    }
  }

  /**
   * How surprising each next token is, {@code −log p}, in nats.
   *
   * @param chunk what the hidden states are of
   * @param hidden {@code [T, D]}, from {@link #forward}
   * @param targets the token that follows each row
   * @param nll {@code [T]}, overwritten
   */
  public void surprisal(
      Chunk chunk, FloatMatrix hidden, int[] targets, float[] nll, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      Operand x = head.operand(hidden, frame);
      chunk.show(head, x);
      kernels.surprisal(x, head.weights(), targets, nll, workspace);
    }
  }

  /**
   * As {@link #surprisal}, and the entropy of the prediction, in nats.
   *
   * @param entropy {@code [T]}, overwritten
   */
  public void surprisalAndEntropy(
      Chunk chunk,
      FloatMatrix hidden,
      int[] targets,
      float[] nll,
      float[] entropy,
      Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      Operand x = head.operand(hidden, frame);
      chunk.show(head, x);
      kernels.surprisalAndEntropy(x, head.weights(), targets, nll, entropy, workspace);
    }
  }
}
