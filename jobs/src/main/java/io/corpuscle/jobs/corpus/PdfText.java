package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.text.PDFTextStripper;

/** The text of a PDF file, a page at a time. The file is held in memory, up to a limit. */
final class PdfText extends PiecewiseText {
  static {
    // The library's own mapper reads all fonts of the machine and writes a list of them to a
    // folder.
    FontMappers.set(new BundledFont());
  }

  private final RecordBytes file;
  private final InputLimits limits;
  private Optional<PDDocument> document = Optional.empty();
  private int page;
  private boolean anyText;

  PdfText(RecordBytes file, InputLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  @Override
  Optional<String> next() {
    try {
      PDDocument pdf = document.isPresent() ? document.get() : open();
      if (page == pdf.getNumberOfPages()) {
        return end(pdf);
      }
      page++;
      PDFTextStripper pages = new PDFTextStripper();
      pages.setLineSeparator("\n");
      pages.setStartPage(page);
      pages.setEndPage(page);
      String text = pages.getText(pdf);
      anyText |= !text.isBlank();
      return Optional.of(text);
    } catch (InvalidPasswordException e) {
      throw fault(
          Fault.UNSUPPORTED_CONTAINER, "is encrypted. Give a copy that opens without password.", e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      if (e instanceof DocumentException known) {
        throw known;
      }
      throw fault(
          Fault.MALFORMED_RECORD,
          String.format(
              Locale.ROOT,
              "cannot be read as PDF%s. Save it again with a program that can open it.",
              page == 0 ? "" : ", page " + page),
          e);
    }
  }

  private PDDocument open() throws IOException {
    int most = limits.small(InputLimit.PDF_BYTES);
    byte[] bytes = file.readNBytes(most + 1);
    if (bytes.length > most) {
      throw limits.exceeded(InputLimit.PDF_BYTES, place());
    }
    if (new PdfStreams(bytes, limits.of(InputLimit.PDF_STREAM_BYTES)).anyTooLarge()) {
      throw limits.exceeded(InputLimit.PDF_STREAM_BYTES, place());
    }
    PDDocument opened =
        Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache());
    document = Optional.of(opened);
    return opened;
  }

  private Optional<String> end(PDDocument pdf) throws IOException {
    int pages = pdf.getNumberOfPages();
    pdf.close();
    if (!anyText) {
      throw fault(
          Fault.MISSING_FIELD,
          String.format(
              Locale.ROOT,
              "has no text in its %,d pages: they may be pictures. Give a copy with recognised text.",
              pages),
          new IOException("no text"));
    }
    return Optional.empty();
  }

  private DocumentException fault(Fault fault, String what, Throwable cause) {
    return new DocumentException(fault, place() + " " + what, cause);
  }

  private String place() {
    return file.document().file().place();
  }
}
