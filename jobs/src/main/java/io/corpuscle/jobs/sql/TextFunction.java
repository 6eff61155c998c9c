package io.corpuscle.jobs.sql;

import io.corpuscle.jobs.texts.TextColumn;

/** The functions there are, as {@code DESCRIBE FUNCTION} tells of them. */
enum TextFunction {
  BITS_PER_BYTE(
      "corpuscle_bits_per_byte",
      TextColumn.BITS_PER_BYTE,
      "Returns how surprising the text is to the model: Σ −log₂ p of its tokens over its bytes in"
          + " UTF-8. Null for an empty text."),
  EMBEDDING(
      "corpuscle_embedding",
      TextColumn.EMBEDDING,
      "Returns the mean of the model's final hidden states over the text's tokens, an array of"
          + " floats. Null for an empty text."),
  TOKEN_COUNT(
      "corpuscle_token_count",
      TextColumn.TOKENS,
      "Returns how many tokens the text has for the model.");

  /** What all have in common. */
  static final String NOTE =
      "Null where the text is null or cannot be read. Each call reads its text by itself; to read"
          + " many short texts, or to measure several things at once, CorpuscleReader is faster.";

  private final String sqlName;
  private final TextColumn column;
  private final String usage;

  TextFunction(String sqlName, TextColumn column, String usage) {
    this.sqlName = sqlName;
    this.column = column;
    this.usage = usage;
  }

  String sqlName() {
    return sqlName;
  }

  TextColumn column() {
    return column;
  }

  /** What it returns, in sentences. */
  String usage() {
    return usage;
  }
}
