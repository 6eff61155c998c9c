package io.corpuscle.jobs.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** PNG with its size on paper, and with a line that tells what drew it. */
final class PngFile {
  private static final String FORMAT = "javax_imageio_png_1.0";

  /** 96 to an inch, as in a browser. */
  private static final double LAYOUT_PIXELS_PER_METRE = 96 / 0.0254;

  private PngFile() {}

  /**
   * @param software what drew it: the text chunk {@code Software}, not compressed
   */
  static byte[] of(BufferedImage image, String software) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam options = writer.getDefaultWriteParam();
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage((RenderedImage) image), options);
      metadata.mergeTree(FORMAT, chunks(software));
      writer.setOutput(out);
      writer.write(metadata, new IIOImage(image, null, metadata), options);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be encoded", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadataNode chunks(String software) {
    String perMetre = String.valueOf(Math.round(Figure.SCALE * LAYOUT_PIXELS_PER_METRE));
    IIOMetadataNode size = new IIOMetadataNode("pHYs");
    size.setAttribute("pixelsPerUnitXAxis", perMetre);
    size.setAttribute("pixelsPerUnitYAxis", perMetre);
    size.setAttribute("unitSpecifier", "meter");
    IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
    entry.setAttribute("keyword", "Software");
    entry.setAttribute("value", software);
    IIOMetadataNode text = new IIOMetadataNode("tEXt");
    text.appendChild(entry);
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(size);
    root.appendChild(text);
    return root;
  }
}
