package io.corpuscle.jobs.models;

import io.corpuscle.schemas.Sha256;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * A model as the driver found it, and all a task needs to find the same one.
 *
 * @param name what rows call it: its bundled name, or the name of its directory
 * @param location where it is: {@code bundled:<name>}, or its directory as a URI
 * @param files what it consists of, by name
 */
public record ModelRef(String name, String location, List<ModelFile> files)
    implements Serializable {

  public ModelRef {
    files = List.copyOf(files);
  }

  /**
   * One file of a model.
   *
   * @param name its name in the model's directory
   * @param sha256 SHA-256 of its bytes, in hexadecimal
   */
  public record ModelFile(String name, String sha256) implements Serializable {

    /**
     * @throws ModelException if the name could lead out of the directory
     */
    public ModelFile {
      if (name.isEmpty() || name.startsWith(".") || !name.matches("[^/\\\\\\x00]+")) {
        throw new ModelException(
            "A model has a file '" + name + "', which is not a plain file name. Rename it.");
      }
    }
  }

  /** SHA-256 over the names and hashes of its files, in hexadecimal: which model it is. */
  public String fingerprint() {
    MessageDigest digest = Sha256.begin();
    for (ModelFile file : files) {
      digest.update((file.name() + " " + file.sha256() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }
}
