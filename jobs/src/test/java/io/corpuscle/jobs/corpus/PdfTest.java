package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfTest {
  private final CorpusFolder folder;

  PdfTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @Test
  void pagesFollowEachOther() throws IOException {
    byte[] pdf = pdf("", "The first page.", "The second page.");
    folder.with("a.pdf", pdf).with("b.pdf.gz", compressed(Compression.GZIP, pdf));

    assertThat(texts(folder.scan())).containsOnly("The first page.\nThe second page.\n");
  }

  @Test
  void theFontsOfTheMachineAreNotLookedAt() throws IOException {
    folder.with("a.pdf", pdf("", "A page."));

    assertThat(texts(folder.scan())).containsExactly("A page.\n");

    assertThat(FontMappers.instance()).isInstanceOf(BundledFont.class);
  }

  @Test
  void whatCannotBeReadIsARowThatSaysWhy() throws IOException {
    byte[] whole = pdf("", "A page.");
    folder
        .with("a.pdf", pdf("secret", "A page."))
        .with("b.pdf", pdf(""))
        .with("c.pdf", Arrays.copyOf(whole, 100))
        .with("d.pdf", "no PDF")
        .with("e.pdf", "");
    Corpus corpus = folder.scan();

    assertThat(fault(corpus.documents().get(0)))
        .hasMessageContaining("a.pdf is encrypted")
        .extracting("fault")
        .isEqualTo(Fault.UNSUPPORTED_CONTAINER);
    assertThat(fault(corpus.documents().get(1)))
        .hasMessageContaining("no text in its 0 pages")
        .extracting("fault")
        .isEqualTo(Fault.MISSING_FIELD);
    assertThat(corpus.documents().subList(2, 5))
        .allSatisfy(
            document ->
                assertThat(fault(document))
                    .hasMessageContaining("cannot be read as PDF")
                    .extracting("fault")
                    .isEqualTo(Fault.MALFORMED_RECORD));
    try (DocumentOpener opener =
        new DocumentOpener(HADOOP, InputLimits.of(Map.of(InputLimit.PDF_BYTES, 50L)))) {
      assertThatThrownBy(() -> text(opener, corpus.documents().get(2)))
          .hasMessageContaining("Raise limits.pdfBytes");
    }
  }

  @Test
  void aStreamThatUnpacksToTooMuchIsALimit() throws IOException {
    InputLimits limits = InputLimits.of(Map.of(InputLimit.PDF_STREAM_BYTES, 1L << 20));
    byte[] large = new byte[3 << 20];
    folder
        .with("a.pdf", pdf("", "A page."))
        .with("b.pdf", withStream(deflated(large)))
        .with("c.pdf", withStream(deflated(deflated(large))));
    Corpus corpus = folder.scan();

    try (DocumentOpener opener = new DocumentOpener(HADOOP, limits)) {
      assertThat(text(opener, corpus.documents().get(0))).isEqualTo("A page.\n");
      for (DocumentRef document : corpus.documents().subList(1, 3)) {
        assertThatThrownBy(() -> text(opener, document))
            .hasMessageContaining("Raise limits.pdfStreamBytes");
      }
    }
  }

  private static byte[] withStream(byte[] content) {
    return CorpusFolder.joined(
        "%PDF-1.4\n1 0 obj << >>\nstream\r\n".getBytes(US_ASCII),
        content,
        "\nendstream\nendobj\n".getBytes(US_ASCII));
  }

  private static byte[] deflated(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes)) {
      deflate.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void damageAnywhereGivesTextOrAFault() throws IOException {
    byte[] whole = pdf("", "The first page.", "The second page.");
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j < 5; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      folder.with(i + ".pdf", damaged);
    }

    for (DocumentRef document : folder.scan().documents()) {
      try {
        assertThat(text(document)).isNotBlank();
      } catch (DocumentException e) {
        assertThat(e).hasMessageContaining(document.uri());
      }
    }
  }

  /**
   * Written by hand, for the library would look for fonts on this machine and note what it found.
   */
  private static byte[] pdf(String password, String... pages) throws IOException {
    List<String> objects = new ArrayList<>();
    objects.add("<< /Type /Catalog /Pages 2 0 R >>");
    objects.add("");
    objects.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    StringBuilder kids = new StringBuilder();
    for (String page : pages) {
      String text = "BT /F1 12 Tf 72 700 Td (" + page + ") Tj ET";
      objects.add(
          String.format(
              Locale.ROOT,
              "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
                  + " /Resources << /Font << /F1 3 0 R >> >> >>",
              objects.size() + 2));
      kids.append(objects.size()).append(" 0 R ");
      objects.add("<< /Length " + text.length() + " >>\nstream\n" + text + "\nendstream");
    }
    objects.set(1, "<< /Type /Pages /Kids [" + kids + "] /Count " + pages.length + " >>");
    byte[] pdf = withObjects(objects).getBytes(US_ASCII);
    return password.isEmpty() ? pdf : encrypted(pdf, password);
  }

  private static String withObjects(List<String> objects) {
    StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
    StringBuilder table = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      table.append(String.format(Locale.ROOT, "%010d 00000 n \n", pdf.length()));
      pdf.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int at = pdf.length();
    int size = objects.size() + 1;
    return pdf.append("xref\n0 " + size + "\n" + table)
        .append("trailer\n<< /Size " + size + " /Root 1 0 R >>\nstartxref\n" + at + "\n%%EOF\n")
        .toString();
  }

  private static byte[] encrypted(byte[] pdf, String password) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      document.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
      document.save(bytes);
    }
    return bytes.toByteArray();
  }
}
