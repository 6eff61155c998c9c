package io.corpuscle.jobs.pictures;

import io.corpuscle.jobs.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where pictures are written: a folder whose files are written over only if they were written here
 * before, which a mark in each of them tells.
 */
public final class PictureFolder {
  /** What every file says of itself near its beginning. */
  static final String MARK = "corpuscle spikes";

  private static final int BEGINNING = 1024;

  private final Path folder;

  private PictureFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A folder that takes all files of a page; created by the first of them if it is not there.
   *
   * @throws ConfigException if one of them is there and is not ours
   */
  public static PictureFolder at(Path folder) throws IOException {
    refuseForeign(
        folder, SpikePage.files().stream().collect(Collectors.toMap(file -> file, file -> MARK)));
    return new PictureFolder(folder);
  }

  /**
   * Refuses a folder in which files are that would be written over and were not written here.
   *
   * @param marks what each file says near its beginning if it was
   */
  static void refuseForeign(Path folder, Map<String, String> marks) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ConfigException("--out " + folder + " is a file. Name a folder.");
    }
    for (Map.Entry<String, String> entry : marks.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      if (Files.exists(file) && !says(file, entry.getValue())) {
        throw new ConfigException(
            file + " is there and was not drawn by this command. Move it, or name another folder.");
      }
    }
  }

  private static boolean says(Path file, String mark) throws IOException {
    if (Files.isDirectory(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1).contains(mark);
    }
  }

  /**
   * Writes the page of a study, and its pictures beside it.
   *
   * @return the files
   */
  public List<Path> write(SpikeStudy study) throws IOException {
    SpikePage page = new SpikePage(study);
    Files.createDirectories(folder);
    for (Picture picture : page.pictures()) {
      Files.write(folder.resolve(picture.file()), picture.png());
    }
    Files.writeString(folder.resolve(SpikePage.FILE), page.html());
    return SpikePage.files().stream().map(folder::resolve).toList();
  }
}
