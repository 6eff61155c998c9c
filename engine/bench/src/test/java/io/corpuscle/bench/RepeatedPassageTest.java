package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatedPassageTest {
  @TempDir private Path folder;

  @Test
  void itHasNoEnd() throws IOException {
    try (InputStream text = new RepeatedPassage("abc".getBytes(StandardCharsets.UTF_8))) {
      assertThat(text.read()).isEqualTo('a');
      assertThat(text.readNBytes(8)).asString().isEqualTo("bcabcabc");
    }
  }

  @Test
  void aFastaFileIsItsBases() throws IOException {
    Path fasta = Files.writeString(folder.resolve("a.fa"), ">one\nACG\nT\n>two\nGG\n");

    assertThat(RepeatedPassage.read(fasta)).asString().isEqualTo("ACGTGG");
  }
}
