package io.corpuscle.jobs.cli;

import io.corpuscle.engine.checkpoint.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what the shape of a model comes to. */
final class ModelSummary {
  private static final List<Long> STATE_TOKENS = List.of(4_096L, 1_000_000L, 4_000_000L);

  private final Console console;
  private final ModelShape shape;

  ModelSummary(Console console, ModelShape shape) {
    this.console = console;
    this.shape = shape;
  }

  void layers() {
    List<String> kinds = new ArrayList<>();
    add(kinds, shape.layers().linear(), "of gated linear attention");
    add(
        kinds,
        shape.layers().windowed(),
        String.format(Locale.ROOT, "of sliding-window attention (%,d tokens)", shape.window()));
    add(kinds, shape.layers().full(), "of full attention");
    boolean twoBranches =
        shape.layers().linear() + shape.layers().windowed() + shape.layers().full()
            > shape.layers().all();
    console.print(
        "layers         %d: %s%s",
        shape.layers().all(),
        String.join(", ", kinds),
        twoBranches ? "; two side by side in each" : "");
    console.print(
        "shape          hidden %,d, feed-forward %,d, %d heads of %d, %d of keys and values",
        shape.modelDim(), shape.feedForwardDim(), shape.heads(), shape.headDim(), shape.kvHeads());
    if (shape.experts().count() > 0) {
      console.print(
          "experts        %d a layer, %d for a token, and a shared one",
          shape.experts().count(), shape.experts().chosen());
    }
    console.print(
        "vocabulary     %,d%s",
        shape.vocabulary(), shape.tiedEmbeddings() ? ", the head tied to the embeddings" : "");
  }

  private static void add(List<String> kinds, int layers, String kind) {
    if (layers > 0) {
      kinds.add(layers + " " + kind);
    }
  }

  /**
   * What is remembered of a document.
   *
   * @param cache whose keys and values stand beside it, all of them kept: what full attention in
   *     every layer would do
   */
  void state(String cache) {
    String grows =
        shape.capacity().isPresent()
            ? String.format(Locale.ROOT, "grows to %,d tokens at most", shape.capacity().getAsInt())
            : "the same however long the document";
    console.print("state          %s; keys and values in bfloat16:", grows);
    for (long tokens : STATE_TOKENS) {
      long full =
          2L * Short.BYTES * shape.layers().all() * shape.kvHeads() * shape.headDim() * tokens;
      console.print(
          "               %s at %,d tokens; %s %s",
          Amount.bytes(shape.stateBytes(tokens, Short.BYTES)), tokens, cache, Amount.bytes(full));
    }
  }
}
