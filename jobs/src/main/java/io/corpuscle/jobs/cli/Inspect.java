package io.corpuscle.jobs.cli;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.text.TokenizerException;
import io.corpuscle.engine.text.TokenizerFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code corpuscle inspect}: says what a model is, from its files; no weight is loaded. */
final class Inspect {
  private static final List<Long> STATE_TOKENS = List.of(4_096L, 1_000_000L, 4_000_000L);

  private final Console console;

  Inspect(Console console) {
    this.console = console;
  }

  int run(String model) {
    Path folder = ModelFolder.named(model);
    Checkpoint checkpoint = Checkpoint.open(folder);
    console.print("model          %s", model);
    console.print("architecture   %s", checkpoint.modelType());
    ModelShape shape = ModelShape.of(checkpoint);
    shape(shape);
    state(shape);
    spikes(checkpoint);
    tensors(checkpoint, shape);
    console.print("tokenizer      %s", tokenizer(folder));
    return Corpuscle.OK;
  }

  private void shape(ModelShape shape) {
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

  /** Beside it, what full attention in every layer would keep. */
  private void state(ModelShape shape) {
    String grows =
        shape.capacity().isPresent()
            ? String.format(Locale.ROOT, "grows to %,d tokens at most", shape.capacity().getAsInt())
            : "the same however long the document";
    console.print("state          %s; keys and values in bfloat16:", grows);
    for (long tokens : STATE_TOKENS) {
      long full =
          2L * Short.BYTES * shape.layers().all() * shape.kvHeads() * shape.headDim() * tokens;
      console.print(
          "               %s at %,d tokens; a full key/value cache %s",
          Amount.bytes(shape.stateBytes(tokens, Short.BYTES)), tokens, Amount.bytes(full));
    }
  }

  private void spikes(Checkpoint checkpoint) {
    checkpoint
        .w8aSpike()
        .ifPresent(
            quantized ->
                console.print(
                    "spikes         W8ASpike: INT8 weights in groups of %d inputs, k = %s%s",
                    quantized.groupSize(),
                    quantized.k(),
                    quantized.downProjectionSpikes() ? "" : ", down_proj in floating point"));
    checkpoint
        .spiking()
        .ifPresent(
            trained ->
                console.print(
                    "spikes         trained so: INT8 weights with a scale a channel, k = %s",
                    trained.k()));
  }

  private void tensors(Checkpoint checkpoint, ModelShape shape) {
    Map<ElementType, Long> bytes = new TreeMap<>();
    long parameters = 0;
    for (StoredTensor tensor : checkpoint.tensors().values()) {
      parameters += tensor.size();
      bytes.merge(tensor.type(), tensor.size() * tensor.type().bytes(), Long::sum);
    }
    console.print(
        "parameters     %,d, of them %,d multiplied for a token, in %,d tensors; %s",
        parameters,
        shape.activeParameters(checkpoint.tensors()),
        checkpoint.tensors().size(),
        bytes.entrySet().stream()
            .map(e -> Amount.bytes(e.getValue()) + " as " + e.getKey())
            .collect(Collectors.joining(", ")));
  }

  private static String tokenizer(Path folder) {
    try {
      return TokenizerFiles.open(folder).description();
    } catch (TokenizerException | CheckpointException e) {
      return "none that can be used: " + e.getMessage();
    }
  }
}
