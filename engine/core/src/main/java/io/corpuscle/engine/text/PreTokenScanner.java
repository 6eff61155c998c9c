package io.corpuscle.engine.text;

import static io.corpuscle.engine.text.CharacterClasses.LETTER;
import static io.corpuscle.engine.text.CharacterClasses.NEWLINE;
import static io.corpuscle.engine.text.CharacterClasses.NUMBER;
import static io.corpuscle.engine.text.CharacterClasses.SPACE;
import static io.corpuscle.engine.text.CharacterClasses.SYMBOL;

import java.util.Set;

/**
 * Finds where pre-tokens end while their text arrives: the one pattern that both Qwen2.5 and the
 * bundled {@code text} model split by.
 *
 * <pre>
 *   (?i:'s|'t|'re|'ve|'m|'ll|'d) | [^\r\n\p{L}\p{N}]?\p{L}+ | \p{N} | [ ]?[^\s\p{L}\p{N}]+[\r\n]*
 *   | \s*[\r\n]+ | \s+(?!\S) | \s+
 * </pre>
 *
 * <p><b>Why a stream may be cut at every end found here, and nowhere else.</b> The pattern matches
 * everything and never looks back, so what follows an end depends on nothing before it. What lies
 * before an end could only depend on what follows through a greedy repetition or {@code (?!\S)};
 * both are settled by the run of one class that the match ends in, and by the one character behind
 * it:
 *
 * <ul>
 *   <li>letters, or symbols and the newlines after them, end where their run ends;
 *   <li>white space ends after the last newline of its run; without one, before the run's last
 *       character, which the next pre-token takes as its prefix; a run of one ends after it, and so
 *       does a run at the end of the document;
 *   <li>a number is alone, and a contraction needs two characters after its apostrophe.
 * </ul>
 *
 * <p>So an end is reported as soon as that character is there, and not before.
 *
 * <p><b>Runs longer than {@link #LIMIT}.</b> A run is matched as though the text ended after the
 * last whole character within {@link #LIMIT} bytes of its pre-token: a word longer than that is cut
 * at every {@link #LIMIT} bytes of itself, in a stream as in one piece, and each part is tokenized
 * for itself.
 */
final class PreTokenScanner {
  /** The longest pre-token, in bytes. */
  static final int LIMIT = 64 * 1024;

  /** More text is needed before the pre-token's end is known. */
  static final int UNDECIDED = -1;

  /** The pattern as files write it. */
  private static final Set<String> SPELLINGS =
      Set.of(
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
              + "|[ ]?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
              + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

  /** What goes on in a pre-token, and with which classes of characters. */
  private enum Run {
    NONE(0),
    LETTERS(1 << LETTER),
    SYMBOLS(1 << SYMBOL),
    SYMBOLS_THEN_NEWLINES(1 << NEWLINE),
    WHITE_SPACE(1 << SPACE | 1 << NEWLINE);

    private final int classes;

    Run(int classes) {
      this.classes = classes;
    }

    boolean goesOnWith(byte type) {
      return (classes >> type & 1) != 0;
    }
  }

  /** What the pre-token in hand is, as far as it was read. */
  private Run run = Run.NONE;

  /** How much of the pre-token was read, in bytes. */
  private int read;

  /** Of white space: where its last newline ends and where its last character begins. */
  private int newlineEnd;

  private int lastStart;

  /** Whether this scanner implements the pattern of a {@code tokenizer.json}. */
  static boolean knows(String regex) {
    return SPELLINGS.contains(regex);
  }

  /**
   * Reads on in the pre-token that begins at {@code text[from]}; after {@link #UNDECIDED} it must
   * be called again with the same text and more of it.
   *
   * @param text valid UTF-8, whole characters in {@code [from, to)}, at least one
   * @return the pre-token's length in bytes, or {@link #UNDECIDED}, never the latter if ended
   */
  int next(byte[] text, int from, int to, boolean ended) {
    if (run == Run.NONE) {
      int length = begin(text, from, to, ended);
      if (run == Run.NONE) {
        return length;
      }
    }
    int length = readOn(text, from, to, ended);
    if (length != UNDECIDED) {
      run = Run.NONE;
    }
    return length;
  }

  /** Settles what the pre-token is; its length, where no run follows and {@code run} stays NONE. */
  private int begin(byte[] text, int from, int to, boolean ended) {
    int first = Utf8.codePoint(text, from);
    int size = Utf8.size(text[from]);
    byte type = CharacterClasses.of(first);
    if (type == NUMBER) {
      return size;
    }
    lastStart = 0;
    newlineEnd = type == NEWLINE ? size : 0;
    if (type == LETTER || type == NEWLINE) {
      return enter(type == LETTER ? Run.LETTERS : Run.WHITE_SPACE, size);
    }
    if (from + size == to) {
      return ended ? size : UNDECIDED;
    }
    if (first == '\'') {
      int contraction = contraction(text, from, to, ended);
      if (contraction != 0) {
        return contraction;
      }
    }
    byte second = CharacterClasses.of(Utf8.codePoint(text, from + size));
    if (second == LETTER) {
      return enter(Run.LETTERS, size);
    }
    return enter(
        type == SYMBOL || (first == ' ' && second == SYMBOL) ? Run.SYMBOLS : Run.WHITE_SPACE, size);
  }

  private int enter(Run run, int read) {
    this.run = run;
    this.read = read;
    return UNDECIDED;
  }

  /** The length of the contraction at an apostrophe, 0 if there is none, or UNDECIDED. */
  private static int contraction(byte[] text, int from, int to, boolean ended) {
    int second = Utf8.codePoint(text, from + 1);
    switch (second) {
      // U+017F, the long s, is an s to whoever ignores case.
      case 's', 'S', 't', 'T', 'm', 'M', 'd', 'D', 0x17F:
        return 1 + Utf8.size(text[from + 1]);
      case 'r', 'R', 'v', 'V', 'l', 'L':
        if (from + 2 == to) {
          return ended ? 0 : UNDECIDED;
        }
        int expected = second == 'l' || second == 'L' ? 'l' : 'e';
        // Setting this bit makes a capital letter small, and nothing else a letter.
        return (text[from + 2] | 0x20) == expected ? 3 : 0;
      default:
        return 0;
    }
  }

  private int readOn(byte[] text, int from, int to, boolean ended) {
    int at = from + read;
    while (at < to) {
      byte lead = text[at];
      byte type = CharacterClasses.of(lead >= 0 ? lead : Utf8.codePoint(text, at));
      if (run == Run.SYMBOLS && type == NEWLINE) {
        run = Run.SYMBOLS_THEN_NEWLINES;
      }
      if (!run.goesOnWith(type)) {
        return length(at - from, false);
      }
      int size = Utf8.size(lead);
      if (at + size - from > LIMIT) {
        return length(at - from, true);
      }
      if (run == Run.WHITE_SPACE) {
        lastStart = at - from;
        newlineEnd = type == NEWLINE ? lastStart + size : newlineEnd;
      }
      at += size;
    }
    read = to - from;
    return ended ? length(read, true) : UNDECIDED;
  }

  /** The length of the pre-token whose run is so long and stands before a character or the end. */
  private int length(int runLength, boolean atEnd) {
    if (run != Run.WHITE_SPACE) {
      return runLength;
    }
    if (newlineEnd > 0) {
      return newlineEnd;
    }
    return atEnd || lastStart == 0 ? runLength : lastStart;
  }
}
