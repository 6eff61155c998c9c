package io.corpuscle.engine.reading;

import io.corpuscle.engine.tensor.FloatMatrix;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Adds up one window after the other, token by token in float64, so that no sum depends on where a
 * chunk began.
 */
final class WindowTally {
  private static final double BITS_PER_NAT = 1 / Math.log(2);

  private final Set<Measure> measures;
  private final double[] hiddenSum;
  private final Optional<SpikeSums> spikes;
  private final Optional<ExpertSums> experts;
  private DocumentTotals totals;
  private double bits;
  private double maxBits;
  private double entropy;

  WindowTally(
      Set<Measure> measures,
      int modelDim,
      Optional<SpikeSums> spikes,
      Optional<ExpertSums> experts) {
    this.measures = measures;
    this.totals = DocumentTotals.none(measures);
    this.spikes = spikes;
    this.experts = experts;
    this.hiddenSum = new double[measures.contains(Measure.EMBEDDING) ? modelDim : 0];
  }

  /** Counts a token's surprise, in nats. */
  void addSurprisal(float nll) {
    double tokenBits = nll * BITS_PER_NAT;
    bits += tokenBits;
    maxBits = Math.max(maxBits, tokenBits);
  }

  /** Counts the entropy of a token's prediction, in nats. */
  void addEntropy(float nats) {
    entropy += nats * BITS_PER_NAT;
  }

  /** Counts a token's final hidden state, row {@code t} of {@code [T, D]}. */
  void addHidden(FloatMatrix hidden, int t) {
    int at = hidden.at(t);
    for (int i = 0; i < hiddenSum.length; i++) {
      hiddenSum[i] += hidden.array()[at + i];
    }
  }

  /** Ends the window at a token and a byte, and begins the next. */
  WindowResult close(long tokenEnd, long byteEnd) {
    long tokens = tokenEnd - totals.tokens();
    boolean surprisal = measures.contains(Measure.SURPRISAL);
    WindowResult result =
        new WindowResult(
            totals.windows(),
            totals.tokens(),
            tokenEnd,
            totals.bytes(),
            byteEnd,
            surprisal ? OptionalDouble.of(bits) : OptionalDouble.empty(),
            surprisal ? OptionalDouble.of(maxBits) : OptionalDouble.empty(),
            measures.contains(Measure.ENTROPY)
                ? OptionalDouble.of(entropy / tokens)
                : OptionalDouble.empty(),
            embedding(tokens),
            spikes.flatMap(sums -> sums.close(totals.windows())),
            experts.flatMap(sums -> sums.close(totals.windows())));
    totals = totals.plus(result);
    bits = 0;
    maxBits = 0;
    entropy = 0;
    return result;
  }

  private Optional<EmbeddingVector> embedding(long tokens) {
    if (!measures.contains(Measure.EMBEDDING)) {
      return Optional.empty();
    }
    float[] mean = new float[hiddenSum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (hiddenSum[i] / tokens);
      hiddenSum[i] = 0;
    }
    return Optional.of(new EmbeddingVector(mean));
  }

  /** Writes what the closed windows hold, and the open one as far as it is. */
  void save(DataOutput out) throws IOException {
    out.writeLong(totals.tokens());
    out.writeLong(totals.bytes());
    out.writeInt(totals.windows());
    out.writeDouble(totals.bits().orElse(0));
    out.writeDouble(bits);
    out.writeDouble(maxBits);
    out.writeDouble(entropy);
    for (double sum : hiddenSum) {
      out.writeDouble(sum);
    }
    if (spikes.isPresent()) {
      spikes.get().save(out);
    }
    if (experts.isPresent()) {
      experts.get().save(out);
    }
  }

  /** Goes on where another was that measures the same. */
  void restore(DataInput in) throws IOException {
    long tokens = in.readLong();
    long bytes = in.readLong();
    int windows = in.readInt();
    double allBits = in.readDouble();
    totals =
        new DocumentTotals(
            tokens,
            bytes,
            windows,
            totals.bits().isPresent() ? OptionalDouble.of(allBits) : OptionalDouble.empty());
    bits = in.readDouble();
    maxBits = in.readDouble();
    entropy = in.readDouble();
    for (int i = 0; i < hiddenSum.length; i++) {
      hiddenSum[i] = in.readDouble();
    }
    if (spikes.isPresent()) {
      spikes.get().restore(in);
    }
    if (experts.isPresent()) {
      experts.get().restore(in);
    }
  }

  /** What the closed windows hold. */
  DocumentTotals totals() {
    return totals;
  }
}
