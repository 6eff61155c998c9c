package io.corpuscle.engine.reading;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured over one window of a document. Offsets count from 0; ends are exclusive; bytes
 * are of the document's own UTF-8 text.
 *
 * @param window its number in the document
 * @param tokenStart its first token; the control token that opens a document does not count
 * @param tokenEnd one past its last token
 * @param byteStart where its text begins
 * @param byteEnd where its text ends
 * @param bits Σ −log₂ p of its tokens, with {@link Measure#SURPRISAL}
 * @param maxBits the largest −log₂ p of a token, with {@link Measure#SURPRISAL}
 * @param meanEntropy mean entropy of the predictions of its tokens, in bits, with {@link
 *     Measure#ENTROPY}
 * @param embedding with {@link Measure#EMBEDDING}
 * @param spikes with {@link Measure#SPIKES}, if any of the model's layers is spiking
 * @param experts with {@link Measure#EXPERTS}, if any of the model's layers has experts
 */
public record WindowResult(
    int window,
    long tokenStart,
    long tokenEnd,
    long byteStart,
    long byteEnd,
    OptionalDouble bits,
    OptionalDouble maxBits,
    OptionalDouble meanEntropy,
    Optional<EmbeddingVector> embedding,
    Optional<SpikeActivity> spikes,
    Optional<ExpertLoads> experts) {

  /** How many tokens it has. */
  public long tokens() {
    return tokenEnd - tokenStart;
  }

  /** How many bytes of text it has. */
  public long bytes() {
    return byteEnd - byteStart;
  }
}
