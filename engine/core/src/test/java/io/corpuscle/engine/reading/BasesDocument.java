package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A document of random bases, good or bad, that remembers what it is told. */
final class BasesDocument implements Document {

  /** What is wrong with it. */
  enum Damage {
    NONE,
    NOT_UTF8,
    STORAGE_FAILS,
    CANNOT_BE_OPENED,
    IS_GONE
  }

  /**
   * Which document.
   *
   * @param at the byte that is bad, or that storage fails at
   */
  record Recipe(int bytes, Damage damage, int at, long seed) {}

  /** What was read of it, as one value: equal only if every float is, bit for bit. */
  record Outcome(List<WindowResult> windows, DocumentTotals totals, Optional<String> fault) {}

  private final Recipe recipe;
  private final List<WindowResult> windows = new ArrayList<>();
  private Optional<DocumentEnd> end = Optional.empty();
  private boolean textOpen;

  BasesDocument(Recipe recipe) {
    this.recipe = recipe;
  }

  static BasesDocument good(int bytes) {
    return new BasesDocument(new Recipe(bytes, Damage.NONE, 0, bytes));
  }

  @Override
  public InputStream open() throws IOException {
    switch (recipe.damage()) {
      case CANNOT_BE_OPENED -> throw new DocumentException(Fault.CORRUPT_COMPRESSION, "damaged");
      case IS_GONE -> throw new IOException("gone");
      default -> textOpen = true;
    }
    return new Text();
  }

  /** Whether its text has been opened and not closed. */
  boolean textOpen() {
    return textOpen;
  }

  /** Whether its end has been told. */
  boolean ended() {
    return end.isPresent();
  }

  List<WindowResult> windows() {
    return windows;
  }

  DocumentEnd end() {
    return end.orElseThrow();
  }

  Outcome outcome() {
    return new Outcome(windows, end().totals(), end().fault().map(Exception::toString));
  }

  @Override
  public void window(WindowResult window) {
    assertThat(end).isEmpty();
    windows.add(window);
  }

  @Override
  public void end(DocumentEnd told) {
    assertThat(end).isEmpty();
    assertThat(textOpen).isFalse();
    end = Optional.of(told);
  }

  private byte[] text() {
    StringBuilder bases = new StringBuilder();
    new Random(recipe.seed())
        .ints(recipe.bytes(), 0, 4)
        .forEach(i -> bases.append("ACGT".charAt(i)));
    byte[] bytes = bases.toString().getBytes(StandardCharsets.US_ASCII);
    if (recipe.damage() == Damage.NOT_UTF8) {
      bytes[recipe.at()] = (byte) 0xFF;
    }
    return bytes;
  }

  private final class Text extends FilterInputStream {
    private int position;

    Text() {
      super(new ByteArrayInputStream(text()));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int most = length;
      if (recipe.damage() == Damage.STORAGE_FAILS) {
        most = Math.min(length, recipe.at() - position);
        if (most == 0) {
          throw new IOException("no answer at byte " + position);
        }
      }
      int read = super.read(into, offset, most);
      position += Math.max(read, 0);
      return read;
    }

    @Override
    public void close() {
      textOpen = false;
    }
  }
}
