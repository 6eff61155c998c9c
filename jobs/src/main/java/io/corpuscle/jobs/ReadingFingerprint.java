package io.corpuscle.jobs;

import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.schemas.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Names all that decides the rows of a run beside its documents: version, kernels and instruction
 * set, models and what their products multiply, windows, measures, and how files are taken for
 * documents. Runs of one fingerprint have the same rows of the same text, bit for bit.
 */
final class ReadingFingerprint {
  private ReadingFingerprint() {}

  /** In hexadecimal. */
  static String of(AnalyzeConfig config, ModelsInUse models) {
    CorpusOptions corpus = config.corpus();
    List<Object> parts = new ArrayList<>();
    parts.add(Version.text());
    parts.add(models.kernels());
    parts.add(config.readingTable().columns());
    parts.add(config.windowTokens());
    parts.add(new TreeSet<>(config.measures()));
    parts.add(config.energy());
    parts.add(corpus.idField());
    parts.add(corpus.textField());
    parts.add(corpus.format().map(Format::toString).orElse("by name"));
    parts.add(corpus.encoding());
    parts.add(corpus.limits().toMap());
    config
        .source()
        .ifPresent(
            table -> {
              parts.add(table.id());
              parts.add(table.content());
              parts.add(table.metadata().isEmpty());
            });
    Map<Format, String> byFormat = new TreeMap<>(config.model());
    byFormat.forEach(
        (format, name) -> {
          ModelRef model = models.model(name).ref();
          parts.add(format);
          parts.add(model.name());
          parts.add(model.fingerprint());
          parts.add(models.precisions().get(name));
        });
    MessageDigest digest = Sha256.begin();
    for (Object part : parts) {
      byte[] text = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
      digest.update((text.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(text);
    }
    return Sha256.hex(digest);
  }
}
