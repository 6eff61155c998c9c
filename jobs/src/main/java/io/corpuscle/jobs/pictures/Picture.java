package io.corpuscle.jobs.pictures;

import java.awt.image.BufferedImage;
import java.util.Base64;

/** A picture as it is on disk and on the page. */
final class Picture {
  private final String file;
  private final byte[] png;
  private final int width;
  private final int height;

  /**
   * @param mark what it says of itself
   */
  Picture(String file, BufferedImage image, String mark) {
    this.file = file;
    this.png = PngFile.of(image, mark);
    this.width = image.getWidth() / Figure.SCALE;
    this.height = image.getHeight() / Figure.SCALE;
  }

  /** Its name in the folder. */
  String file() {
    return file;
  }

  byte[] png() {
    return png.clone();
  }

  /**
   * The picture itself within a page.
   *
   * @param alternative what it shows, for those who do not see it; as HTML
   */
  String html(String alternative) {
    return "<img width=\""
        + width
        + "\" height=\""
        + height
        + "\" alt=\""
        + alternative
        + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png)
        + "\">";
  }
}
