package io.corpuscle.jobs.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.quantization.Granularity;
import io.corpuscle.engine.quantization.QuantizationOptions;
import io.corpuscle.engine.quantization.ScaleRule;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundled model was trained with INT8 weights, one scale a channel: a search can win little
 * there, and must not lose. Needs {@code ../shared/corpora}.
 */
@Tag("full")
class QuantizedTextTest {
  @TempDir private Path folder;

  @Test
  void aSearchCostsTheTextModelNothing() throws IOException {
    Path model = SharedFiles.bundledModel("text");

    Path searched = quantise(model, ScaleRule.SEARCH);
    Path largest = quantise(model, ScaleRule.LARGEST);

    assertThat(bitsPerByte(searched, Precision.SPIKING))
        .isLessThanOrEqualTo(bitsPerByte(largest, Precision.SPIKING) + 0.001);
    assertThat(bitsPerByte(searched, Precision.INT8))
        .isLessThanOrEqualTo(bitsPerByte(largest, Precision.INT8) + 0.001);
    assertThat(bitsPerByte(searched, Precision.FLOAT32))
        .isCloseTo(bitsPerByte(model, Precision.FLOAT32), within(1e-5));
  }

  private Path quantise(Path model, ScaleRule rule) throws IOException {
    List<String> corpus =
        Stream.of("contracts.jsonl", "usc37.txt", "title-31.txt")
            .map(file -> SharedFiles.shared("corpora/legal/" + file).toString())
            .toList();
    Path target = folder.resolve(rule.key());
    QuantizationOptions options =
        new QuantizationOptions(
            List.of(3f),
            Optional.empty(),
            Granularity.GROUP,
            rule,
            ShardedWriter.DEFAULT_SHARD_BYTES);
    SampleSize sample = new SampleSize(SampleSize.DEFAULT_DOCUMENTS, SampleSize.DEFAULT_TOKENS);
    QuantizeJob.run(
        LocalSpark.session(),
        new QuantizeJob.Request(model, target, corpus, sample, options),
        KernelSelection.onClassPath().choose(KernelSelection.AUTO),
        (step, part, parts) -> {});
    return target;
  }

  private static double bitsPerByte(Path model, Precision precision) throws IOException {
    Engine engine = Engine.open(model, EngineOptions.of(KernelSelection.AUTO, precision.key()));
    try (DocumentReading reading =
        engine
            .reader(ReadingOptions.measuring(Set.of(Measure.SURPRISAL)))
            .open(Files.newInputStream(SharedFiles.shared("corpora/legal/usc09.txt")))) {
      while (reading.next().isPresent()) {
        // The totals are those of all windows that were asked for.
      }
      return reading.totals().bitsPerByte().orElseThrow();
    }
  }
}
