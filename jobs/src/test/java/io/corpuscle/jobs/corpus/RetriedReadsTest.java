package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.suffix;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage that fails for a while, or for good. */
class RetriedReadsTest {
  /** More than the sound beginning of a flaky file, however it is compressed. */
  private static final String PROSE =
      new Random(2)
          .ints(80_000, 0, 5_000)
          .mapToObj(Integer::toString)
          .collect(Collectors.joining(" "));

  private final CorpusFolder folder;

  RetriedReadsTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @ParameterizedTest
  @EnumSource
  void aReadThatFailsOnceIsMadeAgainAtTheSameByte(Compression compression) throws IOException {
    folder.with("flaky.txt" + suffix(compression), compressed(compression, PROSE.getBytes(UTF_8)));
    Configuration hadoop = FlakyFileSystem.failing(1);

    assertThat(text(opener(hadoop), onlyDocument(hadoop))).isEqualTo(PROSE);

    assertThat(FlakyFileSystem.opened()).isEqualTo(2);
  }

  @Test
  void threeFailuresAreBorneAndTheFourthIsTheDocuments() throws IOException {
    folder.with("flaky.txt", PROSE);
    Configuration hadoop = FlakyFileSystem.failing(3);
    assertThat(text(opener(hadoop), onlyDocument(hadoop))).isEqualTo(PROSE);

    Configuration failing = FlakyFileSystem.failing(FlakyFileSystem.FOREVER);
    DocumentRef document = onlyDocument(failing);

    assertThatThrownBy(() -> text(opener(failing), document))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(document.uri() + ", at byte 65,536 of")
        .hasMessageContaining(FlakyFileSystem.MESSAGE)
        .extracting("fault")
        .isEqualTo(Fault.UNREADABLE);
    assertThat(FlakyFileSystem.opened()).isEqualTo(4);
  }

  @Test
  void theScanRetriesToo() throws IOException {
    folder.with("flaky.jsonl", "{\"text\":\"%s\"}\n{\"text\":\"b\"}\n".formatted(PROSE));
    Configuration hadoop = FlakyFileSystem.failing(2);

    Corpus corpus = scan(hadoop);

    assertThat(corpus.documents()).hasSize(2).noneMatch(DocumentRef.Failed.class::isInstance);
    assertThat(text(opener(hadoop), corpus.documents().get(0))).isEqualTo(PROSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void howOftenIsASetting(int attempts) throws IOException {
    folder.with("flaky.txt", PROSE);
    Configuration hadoop = FlakyFileSystem.failing(FlakyFileSystem.FOREVER);
    hadoop.setInt(ReadAttempts.KEY, attempts);
    DocumentRef document = onlyDocument(hadoop);

    assertThatThrownBy(() -> text(opener(hadoop), document)).isInstanceOf(DocumentException.class);

    assertThat(FlakyFileSystem.opened()).isEqualTo(attempts);
  }

  @Test
  void aFileThatChangedMeanwhileIsNotGoneOnWith() throws IOException {
    folder.with("flaky.txt", PROSE);
    Configuration hadoop = FlakyFileSystem.failing(1);
    DocumentRef document = onlyDocument(hadoop);
    FlakyFileSystem.uponFailure(() -> append("flaky.txt"));

    assertThatThrownBy(() -> text(opener(hadoop), document))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("changed after it was scanned")
        .extracting("fault")
        .isEqualTo(Fault.UNREADABLE);
    assertThat(FlakyFileSystem.opened()).isEqualTo(1);
  }

  @Test
  void aFileThatIsGoneIsNotWaitedFor() throws IOException {
    folder.with("flaky.txt", PROSE);
    Configuration hadoop = FlakyFileSystem.failing(0);
    DocumentRef document = onlyDocument(hadoop);
    Files.delete(folder.root().resolve("flaky.txt"));

    assertThatThrownBy(() -> text(opener(hadoop), document)).hasMessageContaining("is gone");
    assertThat(FlakyFileSystem.opened()).isEqualTo(1);
  }

  private void append(String file) {
    try {
      Files.writeString(folder.root().resolve(file), "more", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static DocumentOpener opener(Configuration hadoop) {
    return new DocumentOpener(hadoop, InputLimits.STANDARD);
  }

  private DocumentRef onlyDocument(Configuration hadoop) {
    List<DocumentRef> documents = scan(hadoop).documents();
    assertThat(documents).hasSize(1);
    return documents.get(0);
  }

  /** Of the one file there is. */
  private Corpus scan(Configuration hadoop) {
    String[] files = folder.root().toFile().list();
    assertThat(files).hasSize(1);
    return Corpus.scan(
        hadoop, List.of("flaky://" + folder.root().resolve(files[0])), CorpusOptions.DEFAULT);
  }
}
