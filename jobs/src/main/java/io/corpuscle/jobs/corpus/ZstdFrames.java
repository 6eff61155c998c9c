package io.corpuscle.jobs.corpus;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The content of all frames of a zstd file. The library's own stream takes a file that breaks off
 * inside its second frame for complete when both frames lie in one buffer; this one ends only
 * between frames.
 */
final class ZstdFrames extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final InputStream compressed;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] bytes = new byte[BUFFER];
  private final ByteBuffer source = ByteBuffer.allocateDirect(BUFFER).flip();
  private final ByteBuffer content = ByteBuffer.allocateDirect(BUFFER).flip();
  private boolean betweenFrames = true;

  /** Whether the context may hold content that did not fit the last time. */
  private boolean more;

  ZstdFrames(InputStream compressed) {
    this.compressed = compressed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!content.hasRemaining()) {
      if (!more && !source.hasRemaining() && !refill()) {
        return -1;
      }
      content.clear();
      betweenFrames = context.decompressDirectByteBufferStream(content, source);
      more = !betweenFrames && !content.hasRemaining();
      content.flip();
    }
    int read = Math.min(length, content.remaining());
    content.get(into, offset, read);
    return read;
  }

  private boolean refill() throws IOException {
    int read = compressed.read(bytes, 0, bytes.length);
    if (read < 0) {
      if (betweenFrames) {
        return false;
      }
      throw new EOFException("the last frame has no end");
    }
    source.clear().put(bytes, 0, read).flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    context.close();
    compressed.close();
  }
}
