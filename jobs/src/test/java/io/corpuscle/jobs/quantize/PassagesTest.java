package io.corpuscle.jobs.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.quantization.Passage;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import io.corpuscle.jobs.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassagesTest {

  @Test
  void aLongTextIsCutAndEveryTokenIsInOnePassage() {
    Passages passages = new Passages(characters(), 5000);

    passages.add("ACGT".repeat(1500).getBytes(StandardCharsets.UTF_8));

    // Each begins with the token that opens documents; a base is a token and a byte.
    assertThat(passages.all()).extracting(Passage::tokens).containsExactly(2049, 2049, 905);
    assertThat(passages.all()).extracting(Passage::bytes).containsExactly(2048L, 2048L, 904L);
  }

  @Test
  void aTextCutInsideACharacterGivesTheTokensBefore() throws IOException {
    Tokenizer text = TokenizerFiles.open(SharedFiles.bundledModel("text"));
    byte[] whole =
        "Section 1. Überholtes Recht gilt nicht. ".repeat(40).getBytes(StandardCharsets.UTF_8);
    int inside = 1 + new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf(0xC3);
    Passages passages = new Passages(text, 100_000);

    passages.add(Arrays.copyOf(whole, inside));

    assertThat(passages.all()).hasSize(1);
    assertThat(passages.all().get(0).bytes()).isLessThan(inside).isGreaterThan(inside - 100L);
  }

  @Test
  void whatIsNotUtf8GivesWhatCameBefore() {
    Passages passages = new Passages(characters(), 5000);

    passages.add(new byte[] {'A', 'C', 'G', (byte) 0xFF, 'T'});
    passages.add(new byte[0]);

    assertThat(passages.all()).allSatisfy(p -> assertThat(p.bytes()).isLessThanOrEqualTo(3));
  }

  @Test
  void aSampleIsSpreadOverTheCorpus() {
    List<Integer> corpus = IntStream.range(0, 10).boxed().toList();

    assertThat(new SampleSize(4, 400).spread(corpus)).containsExactly(0, 2, 5, 7);
    assertThat(new SampleSize(20, 400).spread(corpus)).isEqualTo(corpus);
    assertThat(new SampleSize(20, 400).tokensOfEach(10)).isEqualTo(40);
    assertThatThrownBy(() -> new SampleSize(10, 5)).isInstanceOf(ConfigException.class);
  }

  private static Tokenizer characters() {
    return TokenizerFiles.open(SharedFiles.bundledModel("dna"));
  }
}
