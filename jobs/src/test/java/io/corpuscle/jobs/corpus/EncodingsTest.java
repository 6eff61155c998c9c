package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingsTest {
  private static final Charset CYRILLIC = Charset.forName("windows-1251");
  private static final String LAW = "Закон";

  private final CorpusFolder folder;

  EncodingsTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.html | <meta charset=windows-1251>",
        "a.html | <META http-equiv=Content-Type content='text/html; charset=Windows-1251'>",
        "a.html | <!-- <meta charset=utf-8> --><meta charset=none-such><meta charset=\"cp1251\">",
        "a.xml | <?xml version='1.0' encoding='windows-1251'?>",
      })
  void markupIsInWhatItDeclares(String name, String declaration) throws IOException {
    folder.with(name, (declaration + "<p>" + LAW + "</p>").getBytes(CYRILLIC));

    assertThat(texts(folder.scan())).containsExactly(LAW);
    assertThat(encoding(folder.scan().documents().get(0))).contains("windows-1251");
  }

  @Test
  void xmlInUtf16NeedsNoMarkAndAPageIsNotInIt() throws IOException {
    folder
        .with("a.xml", ("<?xml version='1.0'?><p>" + LAW + "</p>").getBytes(UTF_16LE))
        .with("b.xml", ("<?xml version='1.0'?><p>" + LAW + "</p>").getBytes(UTF_16BE))
        .with("c.html", "<meta charset=utf-16><p>" + LAW);

    assertThat(texts(folder.scan())).containsExactly(LAW, LAW, LAW);
  }

  @Test
  void whatSaysNothingIsInWhatTheConfigurationSays() throws IOException {
    folder
        .with("a.txt", LAW.getBytes(CYRILLIC))
        .with(
            "b.jsonl",
            ("{\"text\":\"" + LAW + "\"}\n{\"text\":\"2" + LAW + "\"}").getBytes(CYRILLIC))
        .with("c.txt", "\ufeff" + LAW)
        .with("d.html", "<meta charset=utf-8>" + LAW);

    Corpus corpus = folder.scan(in("windows-1251"));

    assertThat(texts(corpus)).containsExactly(LAW, LAW, "2" + LAW, LAW, LAW);
    assertThat(corpus.documents())
        .extracting(EncodingsTest::encoding)
        .containsExactly(
            Optional.of("windows-1251"),
            Optional.of("windows-1251"),
            Optional.of("windows-1251"),
            Optional.empty(),
            Optional.empty());
    // Records lie where they are in the decoded text: in any order.
    assertThat(text(corpus.documents().get(2))).isEqualTo("2" + LAW);
  }

  @Test
  void bytesThatAreNoTextInTheEncodingAreAFaultThatNamesIt() throws IOException {
    folder
        .with("a.txt", new byte[] {'a', 'b', (byte) 0x98})
        .with("b.html", new byte[] {'a', (byte) 0xe9})
        .with("c.xml", "<?xml version='1.0' encoding='none-such'?><a/>");

    assertThat(fault(document(folder.scan(in("windows-1251")), "a.txt")))
        .hasMessageContaining("a.txt is not windows-1251 throughout: not before byte 0 of its text")
        .extracting("fault")
        .isEqualTo(Fault.UNSUPPORTED_ENCODING);
    assertThat(fault(document(folder.scan(), "b.html")))
        .hasMessageContaining("b.html")
        .hasMessageContaining("set encoding")
        .extracting("fault")
        .isEqualTo(Fault.INVALID_UTF8);
    assertThat(fault(document(folder.scan(), "c.xml")))
        .hasMessageContaining("declares the encoding 'none-such'")
        .extracting("fault")
        .isEqualTo(Fault.UNSUPPORTED_ENCODING);
  }

  private static CorpusOptions in(String encoding) {
    return new CorpusOptions(
        "id", "text", Optional.empty(), new DeclaredEncoding(encoding), InputLimits.STANDARD);
  }

  private static Optional<String> encoding(DocumentRef document) {
    try (DocumentOpener opener = new DocumentOpener(HADOOP, InputLimits.STANDARD)) {
      return opener.open(document).encoding();
    }
  }
}
