package io.corpuscle.jobs.corpus;

/**
 * Text of words with something between them: of all that separates two words, only the strongest
 * counts, and nothing stands before the first or after the last.
 */
final class FlowingText {
  static final char WORD = ' ';
  static final char CELL = '\t';
  static final char LINE = '\n';

  private static final String BY_STRENGTH = "" + WORD + CELL + LINE;

  private final StringBuilder text = new StringBuilder();
  private boolean begun;

  /** What is due before the next word; -1 for nothing. */
  private int separator = -1;

  /** Something separates what came from what comes. */
  void separate(char by) {
    separator = Math.max(separator, BY_STRENGTH.indexOf(by));
  }

  /** Adds words, between which white space is one blank. */
  void words(CharSequence words) {
    add(words, WORD);
  }

  /** Adds words, between which white space with a line break in it is one line break. */
  void lines(CharSequence words) {
    add(words, LINE);
  }

  private void add(CharSequence words, char lineBreak) {
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (c == '\n' || c == '\r') {
        separate(lineBreak);
      } else if (c == ' ' || c == '\t' || c == '\f') {
        separate(WORD);
      } else {
        begin();
        text.append(c);
      }
    }
  }

  /** Adds text as it is. */
  void verbatim(String as) {
    if (!as.isEmpty()) {
      begin();
      text.append(as);
    }
  }

  private void begin() {
    if (begun && separator >= 0) {
      text.append(BY_STRENGTH.charAt(separator));
    }
    begun = true;
    separator = -1;
  }

  /** How many characters there are to take. */
  int length() {
    return text.length();
  }

  /** What was added since the last time. */
  String take() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }
}
