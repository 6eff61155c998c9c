package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of HTML and XML. */
class MarkupTest {
  private final Path root;
  private final CorpusFolder folder;

  MarkupTest(@TempDir Path root) {
    this.root = root;
    this.folder = new CorpusFolder(root);
  }

  @Test
  void aPageIsWhatABrowserShowsOfIt() throws IOException {
    String page =
        """
        <html><head><title>Title</title><style>p { color: red }</style></head><body>
        <h1>Of   the
        law</h1><script>var x = "<p>no</p>";</script>
        <p>It is <b>bold</b>ly <i>said</i>&nbsp;&mdash; &lt;so&gt;.<br>And on.</p>
        <table><tr><th>a</th><th>b</th></tr><tr><td>1</td> <td>2</td></tr></table>
        <pre>  kept
           as is</pre><ul><li>one<li>two</ul><noscript>no</noscript><!-- no -->
        </body></html>
        """;

    assertThat(read("a.html", page))
        .isEqualTo(
            """
            Of the law
            It is boldly said\u00a0— <so>.
            And on.
            a\tb
            1\t2
              kept
               as is
            one
            two""");
  }

  @Test
  void elementsOfXmlThatFollowEachOtherAreLines() throws IOException {
    assertThat(
            read(
                "a.xml",
                "<?xml version='1.0'?><a x='no'><t>One</t><t>Two <i>in</i>side</t>\n\n <t>"
                    + "<![CDATA[<3 & 4>]]> &lt;5&#65;</t><!-- no --><?no no?></a>"))
        .isEqualTo("One\nTwo inside\n<3 & 4> <5A");
  }

  @Test
  void nothingOutsideOfTheDocumentIsReadAndNoEntityGrows() throws IOException {
    Path secret = Files.writeString(root.resolve("secret.md"), "SECRET");
    String outside =
        "<!DOCTYPE a [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><a>before &x; after</a>";
    StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 'ha'>");
    for (int i = 1; i < 12; i++) {
      laughs.append("<!ENTITY l" + i + " '" + ("&l" + (i - 1) + ";").repeat(10) + "'>");
    }

    assertThat(read("a.xml", outside)).isEqualTo("before &x; after");
    assertThat(read("b.xml", laughs + "]><a>&l11;</a>")).isEqualTo("&l11;");
  }

  @Test
  void aLongTextIsAStreamAndALongTagIsALimit() throws IOException {
    String text = "word ".repeat(1 << 20).strip();
    InputLimits limits = InputLimits.of(Map.of(InputLimit.MARKUP_BYTES, 1L << 17));
    folder
        .with("a.xml", "<a>" + text + "</a>")
        .with("b.xml", "<a x='" + text + "'/>")
        .with("c.html", text)
        .with("d.xml", "<a>".repeat(1_001));

    Corpus corpus = folder.scan();

    try (DocumentOpener opener = new DocumentOpener(HADOOP, limits)) {
      assertThat(text(opener, corpus.documents().get(0)).equals(text)).isTrue();
      for (DocumentRef document : corpus.documents().subList(1, 3)) {
        assertThatThrownBy(() -> text(opener, document))
            .isInstanceOf(DocumentException.class)
            .hasMessageContaining("Raise limits.markupBytes");
      }
      assertThatThrownBy(() -> text(opener, corpus.documents().get(3)))
          .hasMessageContaining("Raise limits.xmlDepth");
    }
  }

  @Test
  void xmlThatIsNotWellFormedIsARowWithThePlace() throws IOException {
    folder.with("a.xml", "<a>\n<b></a>");

    assertThat(fault(folder.scan().documents().get(0)))
        .hasMessageContaining("a.xml is not well-formed XML at line 2, column")
        .extracting("fault")
        .isEqualTo(Fault.MALFORMED_RECORD);
  }

  private String read(String name, String content) throws IOException {
    return text(CorpusFolder.document(folder.with(name, content).scan(), name));
  }
}
