package io.corpuscle.jobs.compare;

import java.util.List;

/**
 * What one model came to.
 *
 * @param model which
 * @param documents in the order they were read
 * @param positions over all documents
 * @param lengths of the document that was timed, the shortest first; none if there was none
 */
public record ModelResult(
    Subject model,
    List<DocumentBits> documents,
    List<PositionBucket> positions,
    List<LengthCost> lengths) {

  public ModelResult {
    documents = List.copyOf(documents);
    positions = List.copyOf(positions);
    lengths = List.copyOf(lengths);
  }

  /**
   * A model as it was read.
   *
   * @param name as whoever asked for it knows it
   * @param architecture its {@code model_type}
   * @param precision what its products multiply
   * @param weightBytes its packed weights
   */
  public record Subject(String name, String architecture, String precision, long weightBytes) {}
}
