package io.corpuscle.schemas;

import java.util.Locale;

/** What has become of a document since an earlier run read it. */
public enum Change {
  /** It was not there, or could not be read. */
  NEW,
  /** Its text is the same. */
  UNCHANGED,
  /** Its text begins with all that it was. */
  GROWN,
  /** Its text is another. */
  CHANGED;

  /** The value of the column {@code change}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
