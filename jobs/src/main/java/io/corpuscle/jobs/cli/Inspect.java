package io.corpuscle.jobs.cli;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.huggingface.ConvertedFrom;
import io.corpuscle.engine.text.TokenizerException;
import io.corpuscle.engine.text.TokenizerFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
    ModelShape shape = ModelShape.of(checkpoint);
    Optional<ConvertedFrom> source = checkpoint.convertedFrom();
    source.ifPresent(
        from ->
            console.print(
                "converted      from %s, which had room for %,d tokens",
                from.modelType(), from.positions()));
    ModelSummary summary = new ModelSummary(console, shape);
    summary.layers();
    summary.state(
        source.isPresent() ? "the key/value cache of its source" : "a full key/value cache");
    spikes(checkpoint);
    tensors(checkpoint, shape);
    console.print("tokenizer      %s", tokenizer(folder));
    return Corpuscle.OK;
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
        shape.activeParameters(checkpoint.sizes()),
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
