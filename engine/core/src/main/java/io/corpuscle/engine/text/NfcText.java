package io.corpuscle.engine.text;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Normalises a document to NFC as it streams by, and notes what changed in {@link SourceOffsets}.
 *
 * <p>Text is normalised sequence by sequence. A sequence begins at every character that never
 * combines with what stands before it (of those the test is sure of, {@link #beginsSequence}), so
 * the sequences' normal forms, one after the other, are the normal form of the whole. A sequence
 * longer than {@link #LIMIT} bytes, such as a base letter with hundreds of marks, is cut at every
 * {@link #LIMIT} bytes of itself, in a stream as in one piece.
 *
 * <p>The JDK's normaliser decides. The tokenizer library's own knows Unicode 9; the two agree on
 * all text of characters that old. Where a sequence holds several marks and one of them is newer,
 * the order of the marks may differ.
 */
final class NfcText implements TextSink {
  /** The longest sequence, in bytes. */
  static final int LIMIT = 1024;

  private static final int PIECE = 16 * 1024;

  /** The first byte of U+0300, below which every character is a sequence of its own in NFC. */
  private static final int FIRST_LEAD_TO_CHECK = 0xCC;

  private final TextSink next;
  private final SourceOffsets offsets;

  /** What has come and not gone on: the sequence that may still grow, and what is being added. */
  private byte[] held = new byte[PIECE + LIMIT + 4];

  private int heldLength;

  /** Where the last sequence in {@link #held} begins. */
  private int sequenceStart;

  NfcText(TextSink next, SourceOffsets offsets) {
    this.next = next;
    this.offsets = offsets;
  }

  @Override
  public void accept(byte[] text, int from, int to) {
    for (int at = from; at < to; ) {
      int end = Utf8.characterStart(text, Math.min(to, at + PIECE), to);
      System.arraycopy(text, at, held, heldLength, end - at);
      int scanned = heldLength;
      heldLength += end - at;
      sequenceStart = lastSequence(held, sequenceStart, scanned, heldLength);
      pass(sequenceStart);
      System.arraycopy(held, sequenceStart, held, 0, heldLength - sequenceStart);
      heldLength -= sequenceStart;
      sequenceStart = 0;
      at = end;
    }
  }

  @Override
  public void finish() {
    pass(heldLength);
    heldLength = 0;
    next.finish();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    HeldBytes.save(held, heldLength, out);
    offsets.save(out);
    next.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    byte[] restored = HeldBytes.restore(in, held.length);
    System.arraycopy(restored, 0, held, 0, restored.length);
    heldLength = restored.length;
    offsets.restore(in);
    next.restore(in);
  }

  /** Where the last sequence begins, if the one before {@code from} began at {@code start}. */
  private static int lastSequence(byte[] text, int start, int from, int to) {
    int sequence = start;
    for (int at = from; at < to; at += Utf8.size(text[at])) {
      if (isNewSequence(text, sequence, at)) {
        sequence = at;
      }
    }
    return sequence;
  }

  private static boolean isNewSequence(byte[] text, int sequence, int at) {
    byte lead = text[at];
    return lead >= 0
        || at + Utf8.size(lead) - sequence > LIMIT
        || beginsSequence(Utf8.codePoint(text, at));
  }

  /**
   * Whether this character surely never combines with, nor moves before, what stands in front of
   * it. All that do are marks, vowels and final consonants of Hangul, and the vowels of Kirat Rai;
   * a character that this JDK does not know may be one of them.
   */
  static boolean beginsSequence(int codePoint) {
    if (codePoint < 0x300) {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.UNASSIGNED ->
          false;
      default ->
          !((codePoint >= 0x1160 && codePoint < 0x1200)
              || (codePoint >= 0x16D40 && codePoint < 0x16D80));
    };
  }

  /** Hands on {@code held[0, to)}, whole sequences, in its normal form. */
  private void pass(int to) {
    if (to == 0) {
      return;
    }
    if (isNormal(0, to)) {
      offsets.same(to);
      next.accept(held, 0, to);
      return;
    }
    byte[] normal = new byte[to];
    int length = 0;
    for (int from = 0; from < to; ) {
      int end = sequenceEnd(from, to);
      byte[] sequence = normalForm(from, end);
      if (Arrays.equals(sequence, 0, sequence.length, held, from, end)) {
        offsets.same(end - from);
      } else {
        offsets.changed(end - from, sequence.length);
      }
      // A normal form may be longer than the spelling it stands for.
      if (length + sequence.length > normal.length) {
        normal = Arrays.copyOf(normal, 2 * normal.length + sequence.length);
      }
      System.arraycopy(sequence, 0, normal, length, sequence.length);
      length += sequence.length;
      from = end;
    }
    next.accept(normal, 0, length);
  }

  private int sequenceEnd(int from, int to) {
    int at = from + Utf8.size(held[from]);
    while (at < to && !isNewSequence(held, from, at)) {
      at += Utf8.size(held[at]);
    }
    return at;
  }

  private byte[] normalForm(int from, int to) {
    if (isNormal(from, to)) {
      return Arrays.copyOfRange(held, from, to);
    }
    String text = new String(held, from, to - from, StandardCharsets.UTF_8);
    return Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  private boolean isNormal(int from, int to) {
    int at = from;
    while (at < to && (held[at] & 0xFF) < FIRST_LEAD_TO_CHECK) {
      at++;
    }
    return at == to
        || Normalizer.isNormalized(
            new String(held, from, to - from, StandardCharsets.UTF_8), Normalizer.Form.NFC);
  }
}
