package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.corpus.InputLimit;
import io.corpuscle.jobs.corpus.InputLimits;
import io.corpuscle.jobs.incremental.IncrementalSettings;
import io.corpuscle.schemas.Tables;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReadOptionsTest {
  private static final Map<String, String> LEAST = Map.of("path", "/lake", "model", "text");

  @Test
  void aModelAndAPathAreEnough() {
    ReadOptions options = ReadOptions.parse(LEAST);

    assertThat(options.table()).isSameAs(Tables.WINDOWS);
    assertThat(options.inputs()).containsExactly("/lake");
    assertThat(options.models()).containsOnlyKeys(Format.ofDocuments()).containsValue("text");
    assertThat(options.windowTokens()).isEqualTo(1024);
    assertThat(options.documentsTogether()).isEqualTo(8);
    assertThat(options.engine().kernels()).isEqualTo("auto");
    assertThat(options.partitions()).isEqualTo(OptionalInt.empty());
    assertThat(options.energy()).isEqualTo(EnergyModel.HOROWITZ_45NM);
  }

  @Test
  void anEnergyModelGoesThroughOptionsUnchanged() {
    EnergyModel energy = new EnergyModel("7 nm", 0.007, 0.1 / 3, 0.34);
    Map<String, String> options = new HashMap<>(LEAST);
    options.putAll(EnergyOptions.of(energy));

    assertThat(ReadOptions.parse(options).energy()).isEqualTo(energy);
    options.remove("energy.name");
    assertThatThrownBy(() -> ReadOptions.parse(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("energy.name is missing")
        .hasMessageContaining("energy.fp16_mac_pj");
    options.put("energy.name", "7 nm");
    options.put("energy.int8_add_pj", "little");
    assertThatThrownBy(() -> ReadOptions.parse(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("energy.int8_add_pj is 'little'");
    options.put("energy.int8_add_pj", "-1");
    assertThatThrownBy(() -> ReadOptions.parse(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("-1.0 pJ and must be above 0");
  }

  @Test
  void limitsGoThroughOptionsUnchanged() {
    InputLimits limits =
        InputLimits.of(Map.of(InputLimit.LINE_BYTES, 7L, InputLimit.RECORDS, 1L << 30));
    Map<String, String> options = new HashMap<>(LEAST);
    assertThat(ReadOptions.parse(options).corpus().limits()).isEqualTo(InputLimits.STANDARD);

    options.putAll(LimitOptions.of(limits));

    assertThat(ReadOptions.parse(options).corpus().limits()).isEqualTo(limits);
  }

  @Test
  void whichRunItGoesOnFromGoesThroughOptionsUnchanged() {
    for (String earlier : new String[] {null, "/lake/out/run=1"}) {
      IncrementalSettings settings = new IncrementalSettings("cafe", "/lake/states", 7, earlier);
      Map<String, String> options = new HashMap<>(LEAST);
      options.putAll(IncrementalOptions.of(settings));

      assertThat(ReadOptions.parse(options).incremental()).contains(settings);
      options.put("incremental.tokens", "0");
      assertThatThrownBy(() -> ReadOptions.parse(options))
          .isInstanceOf(OptionException.class)
          .hasMessageContaining("states.tokens is 0");
      options.remove("incremental.states");
      assertThatThrownBy(() -> ReadOptions.parse(options))
          .isInstanceOf(OptionException.class)
          .hasMessageContaining("incremental.states is not");
    }
    assertThat(ReadOptions.parse(LEAST).incremental()).isEmpty();
  }

  @Test
  void keysCountInAnyCase() {
    ReadOptions options =
        ReadOptions.parse(with("WINDOWTOKENS", "64", "Model.Fasta", "dna", "textfield", "body"));

    assertThat(options.windowTokens()).isEqualTo(64);
    assertThat(options.models())
        .containsEntry(Format.FASTA, "dna")
        .containsEntry(Format.JSONL, "text");
    assertThat(options.corpus().textField()).isEqualTo("body");
  }

  @Test
  void severalPathsAreReadTogether() {
    Map<String, String> options = new HashMap<>(LEAST);
    options.remove("path");
    options.put("paths", "[\"/a\",\"/b\"]");

    assertThat(ReadOptions.parse(options).inputs()).containsExactly("/a", "/b");
  }

  @Test
  void whatIsUnknownOrDoesNotFitIsRefused() {
    refused("'partition'", "'partitions'", "partition", "4");
    refused("partitions is 0", "at least 1", "partitions", "0");
    refused("windowTokens is 'many'", "whole number", "windowTokens", "many");
    refused("windowTokens is 0", "at least one", "windowTokens", "0");
    refused("documentsTogether is 0", "at least 1", "documentsTogether", "0");
    refused("chunkTokens is 100", "multiple of", "chunkTokens", "100");
    refused("speeds is 'fast'", "JSON object", "speeds", "fast");
    refused("model text reads 0.0 tokens", "Leave out", "speeds", "{\"text\": 0}");
    refused("'rtf'", "fasta", "format", "rtf");
    refused("'utf8y'", "windows-1252", "encoding", "utf8y");
    refused("'window'", "windows", "table", "window");
    refused("onError is 'stop'", "quarantine, fail", "onError", "stop");
    refused("limits.records is 'many'", "whole number", "limits.records", "many");
    refused("'limits.jsonDepth' is 0", "from 1 to 10000", "limits.jsonDepth", "0");
    refused("idField and textField", "'text'", "idField", "text");
    assertThatThrownBy(() -> ReadOptions.parse(Map.of("path", "/lake")))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("model is missing");
    assertThatThrownBy(() -> ReadOptions.parse(Map.of("model", "text")))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("nothing to read");
  }

  private static void refused(String what, String wayOut, String... option) {
    assertThatThrownBy(() -> ReadOptions.parse(with(option)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(what)
        .hasMessageContaining(wayOut);
  }

  private static Map<String, String> with(String... keysAndValues) {
    Map<String, String> options = new HashMap<>(LEAST);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      options.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return options;
  }
}
