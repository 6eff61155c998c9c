package io.corpuscle.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.schemas.Change;
import io.corpuscle.schemas.Continuation;
import io.corpuscle.schemas.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextComparisonTest {
  private static final Earlier BEFORE = new Earlier(text("a", "ACGT"), false, List.of());

  @Test
  void aTextIsWhatItWasOrBeginsWithThatOrIsAnother() throws IOException {
    assertThat(change(BEFORE, "ACGT")).isEqualTo(Change.UNCHANGED);
    assertThat(change(BEFORE, "ACGTA")).isEqualTo(Change.GROWN);
    assertThat(change(BEFORE, "ACCTA")).isEqualTo(Change.CHANGED);
    assertThat(change(BEFORE, "ACG")).isEqualTo(Change.CHANGED);
    assertThat(change(BEFORE, "")).isEqualTo(Change.CHANGED);
  }

  @Test
  void everyTextHasGrownFromNone() throws IOException {
    Earlier empty = new Earlier(text("a", ""), false, List.of());

    assertThat(change(empty, "")).isEqualTo(Change.UNCHANGED);
    assertThat(change(empty, "A")).isEqualTo(Change.GROWN);
  }

  @Test
  void aTextThatWasThereUnderAnotherNameIsKnownByIt() throws IOException {
    Earlier two = new Earlier(null, false, List.of(text("a", "ACGT"), text("b", "TGCA")));

    assertThat(compare(two, "TGCA"))
        .isEqualTo(new Continuation(Change.UNCHANGED, Optional.of("b")));
    assertThat(compare(two, "TGCAA")).isEqualTo(new Continuation(Change.NEW, Optional.empty()));
  }

  @Test
  void aLongTextIsTakenInPieces() throws IOException {
    String text = "ACGT".repeat(50_000);
    Earlier before = new Earlier(text("a", text), false, List.of());

    assertThat(change(before, text)).isEqualTo(Change.UNCHANGED);
    assertThat(change(before, text + "A")).isEqualTo(Change.GROWN);
    assertThat(change(before, text.substring(1))).isEqualTo(Change.CHANGED);
  }

  private static Change change(Earlier earlier, String text) throws IOException {
    Continuation continuation = compare(earlier, text);
    assertThat(continuation.carriedFrom()).contains("a");
    return continuation.change();
  }

  private static Continuation compare(Earlier earlier, String text) throws IOException {
    return new TextComparison(earlier).of(new ByteArrayInputStream(bytes(text)));
  }

  private static EarlierText text(String docId, String text) {
    String sha256 = Sha256.hex(Sha256.begin(), bytes(text));
    return new EarlierText(docId, sha256, bytes(text).length, List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
