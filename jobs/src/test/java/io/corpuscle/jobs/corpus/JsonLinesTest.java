package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.joined;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {
  private final CorpusFolder folder;

  JsonLinesTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @Test
  void theTextIsWhatTheStringStandsFor() throws IOException {
    folder.with(
        "a.jsonl",
        """
        {"id":"esc","text":"a\\n\\t\\r\\b\\f\\"\\\\\\/ \\u00e9 \\ud83d\\ude00 \\u0000 é 😀"}
        { "text" : "spaces"  ,  "id" : "last" , "other" : [ 1, {"text": "inner"} ] }
        {"text":"","id":"empty"}
        """);

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.jsonl#esc", "a.jsonl#last", "a.jsonl#empty");
    assertThat(texts(corpus)).containsExactly("a\n\t\r\b\f\"\\/ é 😀 \0 é 😀", "spaces", "");
  }

  @Test
  void fieldsHaveTheNamesOfTheConfiguration() throws IOException {
    folder.with("a.jsonl", "{\"id\":\"no\",\"text\":\"no\",\"key\":7,\"body\":\"yes\"}");

    Corpus corpus =
        folder.scan(
            new CorpusOptions(
                "key", "body", Optional.empty(), DeclaredEncoding.AUTO, InputLimits.STANDARD));

    assertThat(ids(corpus)).containsExactly("a.jsonl#7");
    assertThat(texts(corpus)).containsExactly("yes");
    assertThatThrownBy(
            () ->
                new CorpusOptions(
                    "text", "text", Optional.empty(), DeclaredEncoding.AUTO, InputLimits.STANDARD))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("'text'");
  }

  @Test
  void recordsWithoutAnIdAreNamedByTheirLineAndBlankLinesAreNone() throws IOException {
    folder.with(
        "a.jsonl",
        "{\"text\":\"one\"}\r\n\r\n   \n{\"id\":null,\"text\":\"four\"}\r\n{\"id\":\"\",\"text\":\"five\"}");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.jsonl#1", "a.jsonl#4", "a.jsonl#5");
    assertThat(texts(corpus)).containsExactly("one", "four", "five");
  }

  @Test
  void anEmptyFileHoldsNoDocument() throws IOException {
    folder.with("a.jsonl", "").with("b.jsonl", "\n\n");

    assertThat(folder.scan().documents()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          not json                        | MALFORMED_RECORD | is not valid JSON before byte
          {"text":"broken                 | MALFORMED_RECORD | is not valid JSON before byte
          {"text":"a"} {"text":"b"}       | MALFORMED_RECORD | goes on after its object, at byte 13
          {"text":"a"}]                   | MALFORMED_RECORD | is not valid JSON before byte
          {"text":"a\\x"}                 | MALFORMED_RECORD | is not valid JSON before byte
          {"text":"a\tb"}                 | MALFORMED_RECORD | is not valid JSON before byte
          [1,2]                           | MALFORMED_RECORD | is not a JSON object
          "text"                          | MALFORMED_RECORD | is not a JSON object
          {"text":"a","text":"b"}         | MALFORMED_RECORD | has the field 'text' 2 times
          {"id":{},"text":"a"}            | MALFORMED_RECORD | has an object in field 'id'
          {"other":"a"}                   | MISSING_FIELD    | has no field 'text'
          {"other":{"text":"a"}}          | MISSING_FIELD    | has no field 'text'
          {"text":null}                   | MISSING_FIELD    | has null in field 'text'
          {"text":12}                     | MISSING_FIELD    | has a number in field 'text'
          {"text":["a"]}                  | MISSING_FIELD    | has an array in field 'text'
          {"text":true}                   | MISSING_FIELD    | has a truth value in field 'text'
          """)
  void aBadLineIsAFailedDocumentAndTheOthersAreRead(String line, Fault expected, String what)
      throws IOException {
    folder.with("a.jsonl", "{\"text\":\"first\"}\n" + line + "\n{\"text\":\"third\"}\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.jsonl#1", "a.jsonl#2", "a.jsonl#3");
    assertThat(text(document(corpus, "a.jsonl#1"))).isEqualTo("first");
    assertThat(text(document(corpus, "a.jsonl#3"))).isEqualTo("third");
    DocumentException fault = fault(document(corpus, "a.jsonl#2"));
    assertThat(fault.fault()).isEqualTo(expected);
    assertThat(fault).hasMessageContaining("a.jsonl: line 2 " + what);
  }

  @Test
  void aFaultNamesThePlaceAndQuotesNothing() throws IOException {
    folder.with("a.jsonl", "{\"text\":\"first\"}\n{\"id\":\"x\",\"text\":\"private\", oops}\n");

    DocumentRef bad = document(folder.scan(), "a.jsonl#x");

    assertThat(fault(bad))
        .hasMessageContaining(
            "line 2 is not valid JSON before byte 29 of the line (46 of the file)")
        .hasMessageNotContaining("private")
        .hasMessageNotContaining("oops");
  }

  @Test
  void bytesThatAreNotUtf8AreTheirOwnFault() throws IOException {
    folder.with(
        "a.jsonl",
        joined(
            "{\"text\":\"fine\"}\n{\"text\":\"caf".getBytes(UTF_8),
            new byte[] {(byte) 0xe9},
            " latin\"}\n{\"text\":\"after\"}".getBytes(UTF_8)));

    Corpus corpus = folder.scan();

    assertThat(fault(document(corpus, "a.jsonl#2")))
        .hasMessageContaining("a.jsonl: line 2 is not valid UTF-8 before byte")
        .extracting("fault")
        .isEqualTo(Fault.INVALID_UTF8);
    assertThat(text(document(corpus, "a.jsonl#3"))).isEqualTo("after");
  }

  @ParameterizedTest
  @CsvSource({"\\ud83d", "\\ude00", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\u0041", "\\ud83d\\ud83d"})
  void halfASurrogatePairIsAFaultWhenItIsReached(String escape) throws IOException {
    folder.with("a.jsonl", "{\"text\":\"ab" + escape + "\"}\n{\"text\":\"after\"}\n");

    Corpus corpus = folder.scan();

    assertThat(fault(corpus.documents().get(0)))
        .hasMessageContaining("line 1 has half a surrogate pair")
        .extracting("fault")
        .isEqualTo(Fault.MALFORMED_RECORD);
    assertThat(text(corpus.documents().get(1))).isEqualTo("after");
  }

  @Test
  void aByteOrderMarkBelongsToNoRecord() throws IOException {
    folder.with("a.jsonl", "\ufeff{\"text\":\"one\"}\n{\"text\":\"two\"}\n");

    assertThat(texts(folder.scan())).containsExactly("one", "two");
  }

  @Test
  void linesLongerThanEveryBufferAreStreamed() throws IOException {
    String longText = "0123456789 \\u00e9".repeat(20_000);
    folder.with(
        "a.jsonl",
        "{\"pad\":\""
            + "p".repeat(70_000)
            + "\",\"text\":\""
            + longText
            + "\",\"id\":\"long\"}\n"
            + "{\"id\":\"next\",\"text\":\"n\"}\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.jsonl#long", "a.jsonl#next");
    assertThat(texts(corpus)).containsExactly("0123456789 é".repeat(20_000), "n");
    assertThat(corpus.documents().get(0).textBytes())
        .isBetween((long) longText.length(), longText.length() + 1L);
  }

  @Test
  void aFileThatWasRewrittenAfterTheScanIsNotReadAtOldOffsets() throws IOException {
    folder.with("a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    Corpus corpus = folder.scan();
    folder.with("a.jsonl", "{\"text\":\"something else altogether\"}\n");

    assertThat(fault(corpus.documents().get(1)))
        .hasMessageContaining("changed after it was scanned: 30 bytes")
        .hasMessageContaining("37")
        .extracting("fault")
        .isEqualTo(Fault.UNREADABLE);
  }
}
