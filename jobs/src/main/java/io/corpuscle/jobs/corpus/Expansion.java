package io.corpuscle.jobs.corpus;

/**
 * How far a stored file has been blown up: what all of its containers gave together, those inside
 * of an archive among them, held against what was stored.
 */
final class Expansion {
  private final StoredBytes stored;
  private final CorpusFile file;
  private final InputLimits limits;
  private long count;

  /**
   * @param stored the bytes that all others are made of, as far as they were needed
   */
  Expansion(StoredBytes stored, CorpusFile file, InputLimits limits) {
    this.stored = stored;
    this.file = file;
    this.limits = limits;
  }

  /**
   * Counts bytes that a container gave.
   *
   * @throws io.corpuscle.engine.text.DocumentException if they are more than a container may give
   */
  void add(long bytes) {
    count += bytes;
    require(count <= limits.of(InputLimit.DECOMPRESSED_BYTES), InputLimit.DECOMPRESSED_BYTES);
    require(
        count <= InputLimit.RATIO_FROM
            || count / limits.of(InputLimit.DECOMPRESSION_RATIO) < stored.count(),
        InputLimit.DECOMPRESSION_RATIO);
  }

  private void require(boolean holds, InputLimit limit) {
    if (!holds) {
      throw limits.exceeded(limit, file.uri());
    }
  }
}
