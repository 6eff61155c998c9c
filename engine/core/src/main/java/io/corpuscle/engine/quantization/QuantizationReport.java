package io.corpuscle.engine.quantization;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.SpikeTally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What quantising a checkpoint was measured to do.
 *
 * @param modelType the architecture
 * @param kernels what read, and with which instructions
 * @param groupSize inputs that share a scale
 * @param granularity whether groups have scales of their own
 * @param rule how scales were found
 * @param calibrationTokens tokens that showed what layers multiply
 * @param heldOutTokens tokens that bits and spikes are of
 * @param bitsPerByte of the held-out passages, in float32
 * @param k the one that was written
 * @param trials every k that was tried, smallest first
 * @param outputErrors for each layer what rounding its weights does to its outputs
 */
public record QuantizationReport(
    @JsonProperty("modelType") String modelType,
    @JsonProperty("kernels") String kernels,
    @JsonProperty("groupSize") int groupSize,
    @JsonProperty("granularity") Granularity granularity,
    @JsonProperty("scales") ScaleRule rule,
    @JsonProperty("calibrationTokens") long calibrationTokens,
    @JsonProperty("heldOutTokens") long heldOutTokens,
    @JsonProperty("bitsPerByte") double bitsPerByte,
    @JsonProperty("k") float k,
    @JsonProperty("trials") List<ThresholdTrial> trials,
    @JsonProperty("outputErrors") Map<String, OutputError> outputErrors) {
  /** The report's file in the new checkpoint, for programs. */
  public static final String JSON_FILE = "quantization-report.json";

  /** The same for people. */
  public static final String TEXT_FILE = "quantization-report.md";

  private static final ObjectMapper JSON = new ObjectMapper();

  public QuantizationReport {
    trials = List.copyOf(trials);
    outputErrors = new TreeMap<>(outputErrors);
  }

  /** What rounding does to the outputs of all layers. */
  public OutputError outputError() {
    return outputErrors.values().stream().reduce(OutputError.NONE, OutputError::plus);
  }

  /** The trials as a table in Markdown, what was chosen in bold. */
  public List<String> table() {
    EnergyModel energy = EnergyModel.HOROWITZ_45NM;
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "| k | bits/byte | more than float32 | spikes/channel | silent | within 7 | sparsity, T = %d | pJ/MAC | below FP16 | below INT8 |",
            SpikeTally.STEPS));
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    for (ThresholdTrial trial : trials) {
      SpikeFigures spikes = trial.spikes();
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %.4f | %+.4f | %.3f | %.1f %% | %.1f %% | %.1f %% | %.4f | %.1f %% | %.1f %% |",
              trial.k() == k ? "**" + trial.k() + "**" : trial.k(),
              trial.bitsPerByte(),
              trial.bitsPerByte() - bitsPerByte,
              spikes.perChannel(),
              100 * spikes.silentFraction(),
              100 * spikes.within7Fraction(),
              100 * spikes.sparsity(),
              spikes.picojoules(),
              100 * (1 - spikes.picojoules() / energy.fp16MacPicojoules()),
              100 * (1 - spikes.picojoules() / energy.int8MacPicojoules())));
    }
    return lines;
  }

  /** What the table speaks of, line by line. */
  public List<String> facts() {
    OutputError error = outputError();
    return List.of(
        String.format(
            Locale.ROOT,
            "scales: %s, one a %s of %s; expected squared error of all outputs %.1f %% of that with max/127",
            rule.key(),
            granularity == Granularity.GROUP ? "group" : "channel",
            granularity == Granularity.GROUP ? groupSize + " inputs" : "all its inputs",
            100 * error.share()),
        String.format(
            Locale.ROOT,
            "sample: %,d tokens to calibrate, %,d held out; %.4f bits per byte of these in float32",
            calibrationTokens,
            heldOutTokens,
            bitsPerByte),
        trials.size() == 1
            ? "k: " + k + ", as given"
            : "k: "
                + k
                + ", the smallest within "
                + ThresholdTrial.TOLERANCE
                + " bits per byte of the best",
        "kernels: " + kernels,
        "energy: "
            + EnergyModel.HOROWITZ_45NM.name()
            + ", arithmetic alone: no memory traffic and no control");
  }

  /** Writes both files. */
  void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve(JSON_FILE),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n",
        StandardCharsets.UTF_8);
    List<String> text = new ArrayList<>(List.of("# What quantising did", ""));
    facts().forEach(fact -> text.add("- " + fact));
    text.add("");
    text.addAll(table());
    Files.write(folder.resolve(TEXT_FILE), text, StandardCharsets.UTF_8);
  }
}
