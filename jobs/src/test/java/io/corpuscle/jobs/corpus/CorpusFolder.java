package io.corpuscle.jobs.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdOutputStream;
import io.corpuscle.engine.text.DocumentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.hadoop.conf.Configuration;

/** A folder of a test's own that is scanned as a corpus. */
record CorpusFolder(Path root) {
  static final Configuration HADOOP = new Configuration();

  static CorpusOptions as(Format format) {
    return new CorpusOptions(
        "id", "text", Optional.of(format), DeclaredEncoding.AUTO, InputLimits.STANDARD);
  }

  CorpusFolder with(String path, String content) throws IOException {
    return with(path, content.getBytes(UTF_8));
  }

  CorpusFolder with(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  Corpus scan() {
    return scan(CorpusOptions.DEFAULT);
  }

  Corpus scan(CorpusOptions options) {
    return Corpus.scan(HADOOP, List.of(root.toString()), options);
  }

  static List<String> ids(Corpus corpus) {
    return corpus.documents().stream().map(DocumentRef::docId).toList();
  }

  static DocumentRef document(Corpus corpus, String docId) {
    return corpus.documents().stream()
        .filter(document -> document.docId().equals(docId))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no document " + docId + " in " + ids(corpus)));
  }

  /** The texts of all documents, each opened by one opener in the order of the scan. */
  static List<String> texts(Corpus corpus) {
    try (DocumentOpener opener = new DocumentOpener(HADOOP, InputLimits.STANDARD)) {
      return corpus.documents().stream().map(document -> text(opener, document)).toList();
    }
  }

  static String text(DocumentRef document) {
    try (DocumentOpener opener = new DocumentOpener(HADOOP, InputLimits.STANDARD)) {
      return text(opener, document);
    }
  }

  static String text(DocumentOpener opener, DocumentRef document) {
    return new String(bytes(opener, document), UTF_8);
  }

  static byte[] bytes(DocumentOpener opener, DocumentRef document) {
    try (InputStream text = opener.open(document)) {
      return text.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError("a document's stream speaks in DocumentException only", e);
    }
  }

  /** What reading a document throws. */
  static DocumentException fault(DocumentRef document) {
    try {
      text(document);
    } catch (DocumentException e) {
      return e;
    }
    throw new AssertionError(document.docId() + " can be read");
  }

  static byte[] compressed(Compression compression, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case NONE -> bytes;
          case GZIP -> new GZIPOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes);
          case ZSTD -> new ZstdOutputStream(bytes).setChecksum(true);
        }) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  static String suffix(Compression compression) {
    return switch (compression) {
      case NONE -> "";
      case GZIP -> ".gz";
      case BZIP2 -> ".bz2";
      case ZSTD -> ".zst";
    };
  }

  /** Text that compresses badly enough to fill several buffers. */
  static String prose() {
    return new Random(1)
        .ints(40_000, 0, 5_000)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }
}
