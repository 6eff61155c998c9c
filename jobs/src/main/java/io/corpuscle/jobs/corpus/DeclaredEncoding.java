package io.corpuscle.jobs.corpus;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What text is in that does not say so itself, by a byte order mark or a declaration.
 *
 * @param name of the encoding, or {@code auto} for UTF-8 or a fault
 */
public record DeclaredEncoding(String name) implements Serializable {
  private static final String NOT_DECLARED = "auto";

  /** Text that says nothing is UTF-8. */
  public static final DeclaredEncoding AUTO = new DeclaredEncoding(NOT_DECLARED);

  /**
   * @throws CorpusException if there is no such encoding here
   */
  public DeclaredEncoding {
    if (!name.equals(NOT_DECLARED)) {
      try {
        Charset.forName(name);
      } catch (IllegalArgumentException e) {
        throw new CorpusException(
            String.format(
                Locale.ROOT,
                "'encoding' is '%s', which is no encoding that this Java knows. Set it to one, such as windows-1252, or to auto.",
                name),
            e);
      }
    }
  }

  Charset charset() {
    return name.equals(NOT_DECLARED) ? StandardCharsets.UTF_8 : Charset.forName(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
