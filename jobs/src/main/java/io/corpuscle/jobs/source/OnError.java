package io.corpuscle.jobs.source;

import io.corpuscle.schemas.DocumentRow;
import io.corpuscle.schemas.DocumentRow.Failure;
import io.corpuscle.schemas.ReadingRow;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What becomes of a reading when a document fails. */
public enum OnError {
  /** The document has a row that says why, and the others are read. */
  QUARANTINE,
  /** The reading ends. */
  FAIL;

  /**
   * The choice of that name.
   *
   * @throws OptionException if there is none
   */
  static OnError named(String name) {
    return Arrays.stream(values())
        .filter(choice -> choice.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new OptionException(
                    String.format(
                        Locale.ROOT,
                        "Option onError is '%s'; there are %s.",
                        name,
                        Arrays.stream(values())
                            .map(OnError::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /**
   * The row, if the reading may go on.
   *
   * @throws DocumentFailedException if it is of a document that failed, and that ends the reading
   */
  ReadingRow passed(ReadingRow row) {
    if (this == FAIL && row instanceof DocumentRow document) {
      Optional<Failure> failure = document.failure();
      if (failure.isPresent()) {
        throw new DocumentFailedException(document.docId(), failure.get());
      }
    }
    return row;
  }

  /** The name a configuration uses. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
