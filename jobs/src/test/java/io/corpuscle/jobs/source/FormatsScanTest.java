package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan says of documents beside their text, and of those in archives. */
class FormatsScanTest extends ScanFixture {
  private static final String GENBANK =
      "LOCUS       x1 8 bp\nDEFINITION  A gene.\nVERSION     X1.1\nORIGIN\n 1 acgt acgt\n//\n";

  @Test
  void documentsTellTheirEncodingAndMetadata(@TempDir Path input) throws IOException {
    Files.writeString(input.resolve("a.gb"), GENBANK);
    Files.writeString(input.resolve("b.txt"), "\ufeffACGT", StandardCharsets.UTF_16LE);
    Files.writeString(input.resolve("c.html"), "<p>ACGT</p>");
    Files.writeString(input.resolve("d.xml"), "<p>AC");
    try (OutputStream file = Files.newOutputStream(input.resolve("e.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("f/x.fa"));
      zip.write(">one\nACGT\n>two\nACG\n".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("f/y.gb"));
      zip.write(GENBANK.getBytes(StandardCharsets.UTF_8));
    }

    List<Row> rows = read("documents").load(input.toString()).collectAsList();

    assertThat(rows)
        .extracting(row -> row.<String>getAs("doc_id"))
        .containsExactlyInAnyOrder(
            "a.gb#X1.1",
            "b.txt",
            "c.html",
            "d.xml",
            "e.zip/f/x.fa#one",
            "e.zip/f/x.fa#two",
            "e.zip/f/y.gb#X1.1");
    for (String record : List.of("a.gb#X1.1", "e.zip/f/y.gb#X1.1")) {
      assertThat(row(rows, record).<String>getAs("metadata"))
          .contains("\"DEFINITION\":[\"A gene.\"]");
      assertThat(row(rows, record).<Long>getAs("bytes")).isEqualTo(8);
    }
    assertThat(row(rows, "b.txt").<String>getAs("encoding")).isEqualTo("UTF-16LE");
    assertThat(row(rows, "b.txt").<Long>getAs("bytes")).isEqualTo(4);
    assertThat(row(rows, "c.html").<String>getAs("encoding")).isNull();
    assertThat(row(rows, "c.html").<String>getAs("metadata")).isNull();
    assertThat(row(rows, "d.xml").<String>getAs("error_code")).isEqualTo("MALFORMED_RECORD");
    assertThat(row(rows, "e.zip/f/x.fa#two").<Long>getAs("bytes")).isEqualTo(3);
    assertThat(row(rows, "e.zip/f/x.fa#two").<String>getAs("uri")).endsWith("/e.zip");
  }
}
