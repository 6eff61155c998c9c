package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfTest {
  private final Path root;
  private final CorpusFolder folder;

  PdfTest(@TempDir Path root) {
    this.root = root;
    this.folder = new CorpusFolder(root);
  }

  @Test
  void pagesFollowEachOther() throws IOException {
    byte[] pdf = pdf("", "The first page.", "The second page.");
    folder.with("a.pdf", pdf).with("b.pdf.gz", compressed(Compression.GZIP, pdf));

    assertThat(texts(folder.scan())).containsOnly("The first page.\nThe second page.\n");
  }

  @Test
  void nothingIsWrittenAnywhere() throws IOException {
    folder.with("a.pdf", pdf("", "A page."));
    Path home = Path.of(System.getProperty("user.home"));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    assertThat(texts(folder.scan())).containsExactly("A page.\n");

    assertThat(root).isDirectoryNotContaining("glob:**.pdfbox*");
    assertThat(Files.exists(home.resolve(".pdfbox.cache"))).isFalse();
    assertThat(Files.exists(temporary.resolve(".pdfbox.cache"))).isFalse();
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

  private static byte[] pdf(String password, String... pages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument()) {
      for (String text : pages) {
        PDPage page = new PDPage();
        pdf.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
          content.beginText();
          content.setFont(new PDType1Font(FontName.HELVETICA), 12);
          content.newLineAtOffset(72, 700);
          content.showText(text);
          content.endText();
        }
      }
      if (!password.isEmpty()) {
        pdf.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
      }
      pdf.save(bytes);
    }
    return bytes.toByteArray();
  }
}
