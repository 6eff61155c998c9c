package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DocumentRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextBehindTest {

  @Test
  void theTextOfEveryFormatIsFoundInTheFileItCameFrom(@TempDir Path input) throws IOException {
    Path below = Files.createDirectories(input.resolve("lake/2026"));
    Files.writeString(below.resolve("a.html"), "<h1>The  law</h1>");
    Files.writeString(below.resolve("b.xml"), "<a><b>The</b> <c>law</c></a>");
    Files.writeString(below.resolve("c.gb"), "LOCUS       x 7 bp\nORIGIN\n 1 The law\n//\n");
    Files.writeString(below.resolve("d.txt"), "\ufeffThe law", StandardCharsets.UTF_16BE);
    try (OutputStream file = Files.newOutputStream(below.resolve("e.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : List.of("x/a.txt", "y/a.txt")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("The law " + name).getBytes(StandardCharsets.UTF_8));
      }
    }
    Configuration hadoop = new Configuration();
    List<DocumentRef> documents =
        Corpus.scan(hadoop, List.of(input.toString()), CorpusOptions.DEFAULT).documents();
    TextBehind text = new TextBehind(hadoop, CorpusOptions.DEFAULT);

    assertThat(documents).hasSize(6);
    for (DocumentRef document : documents) {
      assertThat(text.read(document.docId(), document.uri(), 0, 3)).contains("The");
    }
    DocumentRef last = documents.get(5);
    assertThat(text.read(last.docId(), last.uri(), 8, 15)).contains("y/a.txt");
  }
}
