package io.corpuscle.jobs;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How many documents of a run may fail for the run to be committed: {@code 5%} of all, or {@code
 * 20} whatever their number.
 */
public sealed interface ErrorBudget {

  /** Any number may fail. */
  ErrorBudget ALL = new Share(new BigDecimal(100));

  /** Whether a run with so many failures is within it. */
  boolean allows(long failed, long documents);

  /**
   * Reads {@code 5%}, {@code 0.1%} or {@code 20}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static ErrorBudget parse(String text) {
    if (Syntax.SHARE.matcher(text).matches()) {
      BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
      if (percent.compareTo(new BigDecimal(100)) <= 0) {
        return new Share(percent);
      }
    } else if (Syntax.COUNT.matcher(text).matches()) {
      return new Count(Long.parseLong(text));
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "'errorBudget' is '%s' and must be a share of the documents from 0%% to 100%%, such as 5%%, or a number of documents, such as 20.",
            text));
  }

  /**
   * A share of the documents.
   *
   * @param percent from 0 to 100
   */
  record Share(BigDecimal percent) implements ErrorBudget {
    public Share {
      percent = percent.stripTrailingZeros();
    }

    @Override
    public boolean allows(long failed, long documents) {
      return BigDecimal.valueOf(failed)
              .movePointRight(2)
              .compareTo(percent.multiply(BigDecimal.valueOf(documents)))
          <= 0;
    }

    @Override
    public String toString() {
      return percent.toPlainString() + "%";
    }
  }

  /**
   * A number of documents.
   *
   * @param most at least 0
   */
  record Count(long most) implements ErrorBudget {
    @Override
    public boolean allows(long failed, long documents) {
      return failed <= most;
    }

    @Override
    public String toString() {
      return Long.toString(most);
    }
  }

  /** What the two look like; a count has at most as many digits as fit a long. */
  final class Syntax {
    private static final Pattern SHARE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,9})?%");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

    private Syntax() {}
  }
}
