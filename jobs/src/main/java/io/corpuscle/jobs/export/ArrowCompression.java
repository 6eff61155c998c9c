package io.corpuscle.jobs.export;

import java.util.Locale;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;

/**
 * How buffers of an Arrow file are stored. LZ4 is not among it: what Arrow's library for Java
 * writes of it, the one for C++ and Python does not always read.
 */
public enum ArrowCompression {
  /** As they are in memory: what can be mapped is not copied. */
  NONE(CodecType.NO_COMPRESSION),
  ZSTD(CodecType.ZSTD);

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
