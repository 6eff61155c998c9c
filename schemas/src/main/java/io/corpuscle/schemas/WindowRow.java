package io.corpuscle.schemas;

import io.corpuscle.engine.reading.EmbeddingVector;
import io.corpuscle.engine.reading.ExpertLoads;
import io.corpuscle.engine.reading.SpikeActivity;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.spike.EnergyModel;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A window of a document, as a row.
 *
 * @param docId the document's id
 * @param uri the file it is in
 * @param window what was measured
 * @param energy what spikes are said to cost
 */
public record WindowRow(String docId, String uri, WindowResult window, EnergyModel energy)
    implements ReadingRow {

  @Override
  public RowKind kind() {
    return RowKind.WINDOW;
  }

  @Override
  public long tokens() {
    return window.tokens();
  }

  @Override
  public OptionalDouble bitsPerToken() {
    return per(window.tokens());
  }

  /** Empty also for a window of no bytes. */
  @Override
  public OptionalDouble bitsPerByte() {
    return per(window.bytes());
  }

  @Override
  public Optional<SpikeActivity> spikes() {
    return window.spikes();
  }

  @Override
  public Optional<Double> picojoules() {
    return window.spikes().map(spikes -> spikes.picojoules(energy));
  }

  private OptionalDouble per(long count) {
    return window.bits().isPresent() && count > 0
        ? OptionalDouble.of(window.bits().getAsDouble() / count)
        : OptionalDouble.empty();
  }

  /** The embedding's components. */
  Optional<List<Float>> embedding() {
    return window.embedding().map(Components::new);
  }

  /** How many tokens went to each expert, layer by layer. */
  Optional<List<Long>> expertLoads() {
    return window.experts().map(ExpertLoads::tokens);
  }

  private static final class Components extends AbstractList<Float> {
    private final EmbeddingVector vector;

    Components(EmbeddingVector vector) {
      this.vector = vector;
    }

    @Override
    public Float get(int i) {
      return vector.value(i);
    }

    @Override
    public int size() {
      return vector.size();
    }
  }
}
