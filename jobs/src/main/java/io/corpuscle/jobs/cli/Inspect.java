package io.corpuscle.jobs.cli;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.state.FloatWindow;
import io.corpuscle.engine.state.RecurrentState;
import io.corpuscle.engine.text.TokenizerException;
import io.corpuscle.engine.text.TokenizerFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code corpuscle inspect}: says what a model is, from its files; no weight is loaded. */
final class Inspect {
  private final Console console;

  Inspect(Console console) {
    this.console = console;
  }

  int run(String model) {
    Path folder = ModelFolder.named(model);
    Checkpoint checkpoint = Checkpoint.open(folder);
    console.print("model          %s", model);
    console.print("architecture   %s", checkpoint.modelType());
    if (checkpoint.modelType().equals(GlaSwaConfig.MODEL_TYPE)) {
      shape(checkpoint.config(GlaSwaConfig.class));
    } else {
      console.print("               which this version does not read");
    }
    tensors(checkpoint);
    console.print("tokenizer      %s", tokenizer(folder));
    return Corpuscle.OK;
  }

  private void shape(GlaSwaConfig config) {
    int windows = Math.toIntExact(config.windowLayers().stream().distinct().count());
    int linear = config.layers() - windows;
    long linearState = new RecurrentState(config.kvHeads(), config.headDim()).bytes();
    long windowState =
        windows * new FloatWindow(config.window(), config.kvHeads(), config.headDim()).bytes();
    console.print(
        "layers         %d: %d of gated linear attention, %d of sliding-window attention (%,d tokens)",
        config.layers(), linear, windows, config.window());
    console.print(
        "shape          hidden %,d, feed-forward %,d, %d heads of %d, %d of keys and values",
        config.modelDim(),
        config.feedForwardDim(),
        config.heads(),
        config.headDim(),
        config.kvHeads());
    console.print(
        "vocabulary     %,d%s",
        config.vocabulary(), config.tiedEmbeddings() ? ", the head tied to the embeddings" : "");
    console.print(
        "state          %s a document, however long: %s of linear attention, %s of windows;"
            + " half of those with windows in bfloat16",
        Amount.bytes(linear * linearState + windowState),
        Amount.bytes(linear * linearState),
        Amount.bytes(windowState));
  }

  private void tensors(Checkpoint checkpoint) {
    Map<ElementType, Long> bytes = new TreeMap<>();
    long parameters = 0;
    for (StoredTensor tensor : checkpoint.tensors().values()) {
      parameters += tensor.size();
      bytes.merge(tensor.type(), tensor.size() * tensor.type().bytes(), Long::sum);
    }
    console.print(
        "parameters     %,d in %,d tensors; %s",
        parameters,
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
