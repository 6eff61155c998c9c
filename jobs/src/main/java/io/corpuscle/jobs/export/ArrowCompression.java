package io.corpuscle.jobs.export;

import java.util.Locale;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;

/** How buffers of an Arrow file are stored. */
public enum ArrowCompression {
  /** As they are in memory: what can be mapped is not copied. */
  NONE(CodecType.NO_COMPRESSION),
  ZSTD(CodecType.ZSTD),
  /** LZ4 frames, compressed in Java: several times slower to write than zstd. */
  LZ4(CodecType.LZ4_FRAME);

  private final CodecType codec;

  ArrowCompression(CodecType codec) {
    this.codec = codec;
  }

  CodecType codec() {
    return codec;
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
