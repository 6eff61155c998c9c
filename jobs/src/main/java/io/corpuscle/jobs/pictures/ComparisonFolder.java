package io.corpuscle.jobs.pictures;

import io.corpuscle.jobs.compare.Comparison;
import io.corpuscle.jobs.compare.ComparisonCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a comparison is written: as a text with tables, as rows, and as a picture. Its files are
 * written over only if they were written here before.
 */
public final class ComparisonFolder {
  /** What the text and the picture say of themselves near their beginning. */
  public static final String MARK = "corpuscle compare";

  private static final String TEXT = "comparison.md";
  private static final String POSITIONS = "positions.csv";
  private static final String LENGTHS = "lengths.csv";
  private static final String PICTURE = "comparison.png";

  private final Path folder;

  private ComparisonFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A folder that takes all files of a comparison; created by the first of them if it is not there.
   *
   * @throws io.corpuscle.jobs.ConfigException if one of them is there and is not ours
   */
  public static ComparisonFolder at(Path folder) throws IOException {
    Map<String, String> marks = new LinkedHashMap<>();
    marks.put(TEXT, MARK);
    marks.put(POSITIONS, ComparisonCsv.POSITIONS);
    marks.put(LENGTHS, ComparisonCsv.LENGTHS);
    marks.put(PICTURE, MARK);
    PictureFolder.refuseForeign(folder, marks);
    return new ComparisonFolder(folder);
  }

  /**
   * Writes a comparison.
   *
   * @param text of it, which begins with {@link #MARK}
   * @return the files
   */
  public List<Path> write(Comparison comparison, String text) throws IOException {
    Picture picture = new Picture(PICTURE, ComparisonCharts.draw(comparison), MARK);
    Files.createDirectories(folder);
    return List.of(
        Files.writeString(folder.resolve(TEXT), text),
        Files.writeString(folder.resolve(POSITIONS), ComparisonCsv.positions(comparison)),
        Files.writeString(folder.resolve(LENGTHS), ComparisonCsv.lengths(comparison)),
        Files.write(folder.resolve(picture.file()), picture.png()));
  }
}
