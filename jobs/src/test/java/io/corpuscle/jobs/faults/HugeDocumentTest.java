package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.RunManifest.Counts;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One document of three gigabytes: refused where documents may not be so long, and read, by a model
 * whose tokens are words, where they may.
 */
class HugeDocumentTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long WORDS = 48_000_000;
  private static final long BYTES = WORDS * WordsFileSystem.WORD;

  /** Every merge adds a letter to the blank before a word. */
  private static final int MERGES = WordsFileSystem.WORD - 1;

  private static final int VOCABULARY = 1 + 256 + MERGES;

  @TempDir private Path folder;

  @BeforeEach
  void writeAModel() throws IOException {
    SPARK
        .sparkContext()
        .hadoopConfiguration()
        .setClass("fs.words.impl", WordsFileSystem.class, FileSystem.class);
    Path model = TinyModels.withoutTokenizer(folder.resolve("model"), VOCABULARY, 5);
    Files.writeString(model.resolve("tokenizer_config.json"), "{\"eos_token\": \"<|endoftext|>\"}");
    Files.writeString(model.resolve("tokenizer.json"), tokenizer().toString());
  }

  @Test
  void itIsRefusedBeyondTheLimit() throws IOException {
    Runs.Committed run = analyze("limits.documentBytes=3000000", "windowTokens=500");

    Row row = SPARK.read().parquet(run.table("documents")).first();
    assertThat(row.<String>getAs("status")).isEqualTo("failed");
    assertThat(row.<String>getAs("error_code")).isEqualTo("LIMIT");
    assertThat(row.<Long>getAs("bytes")).isLessThanOrEqualTo(3_000_000L).isPositive();
  }

  @Test
  @Tag("full")
  void itIsReadToItsEnd() throws IOException {
    Runs.Committed run = analyze("windowTokens=100000", "chunkTokens=4096");

    assertThat(run.manifest().counts()).isEqualTo(new Counts(1, 0, WORDS / 100_000, WORDS, BYTES));
  }

  private Runs.Committed analyze(String... overrides) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: words:///%d.txt\noutput: %s\nmodel: %s\nkernels: vector\n"
                .formatted(BYTES, folder.resolve("out"), folder.resolve("model")));
    return AnalyzeJob.run(SPARK, AnalyzeConfig.read(file, List.of(overrides)));
  }

  private static ObjectNode tokenizer() {
    ObjectNode root = JSON.createObjectNode().put("version", "1.0");
    root.putArray("added_tokens")
        .addObject()
        .put("id", 0)
        .put("content", "<|endoftext|>")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    root.putNull("normalizer");
    ObjectNode sequence = root.putObject("pre_tokenizer").put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    steps
        .addObject()
        .put("type", "Split")
        .put("behavior", "Isolated")
        .put("invert", false)
        .putObject("pattern")
        .put(
            "Regex",
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    steps
        .addObject()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", false);
    ObjectNode model = root.putObject("model").put("type", "BPE").put("byte_fallback", false);
    ObjectNode vocabulary = model.putObject("vocab").put("<|endoftext|>", 0);
    int unprintable = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b > 32 && b < 127 || b > 160 && b != 173;
      vocabulary.put(String.valueOf((char) (printable ? b : unprintable++)), 1 + b);
    }
    ArrayNode merges = model.putArray("merges");
    String blank = String.valueOf((char) (256 + ' '));
    for (int m = 0; m < MERGES; m++) {
      String word = blank + "a".repeat(m);
      merges.add(word + " a");
      vocabulary.put(word + "a", 257 + m);
    }
    return root;
  }
}
