package io.corpuscle.jobs.samples;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Something hidden in a sample document, and where.
 *
 * @param docId the document, as a run over the sample corpus names it
 * @param kind what sort of structure it is
 * @param group passages of one group hold the same bytes (or, for {@link Kind#REVERSE_COPY}, the
 *     reverse complement of them)
 * @param byteStart the first byte, counted in the document's own UTF-8 text (of a FASTA record: in
 *     its sequence, line ends not among it)
 * @param byteEnd the byte after the last
 * @param what a few words for people
 */
@JsonPropertyOrder({"doc_id", "kind", "group", "byte_start", "byte_end", "what"})
public record Planted(
    @JsonProperty("doc_id") String docId,
    @JsonProperty("kind") Kind kind,
    @JsonProperty("group") String group,
    @JsonProperty("byte_start") int byteStart,
    @JsonProperty("byte_end") int byteEnd,
    @JsonProperty("what") String what) {

  /** The structures there are to find. */
  public enum Kind {
    /** Unlike all that surrounds it: a good model finds it the most surprising of its document. */
    @JsonProperty("foreign")
    FOREIGN,
    /** The same text as the others of its group. */
    @JsonProperty("repeat")
    REPEAT,
    /** The same stretch of DNA as the others of its group. */
    @JsonProperty("gene_copy")
    GENE_COPY,
    /** The reverse complement of the gene copies of its group. */
    @JsonProperty("reverse_copy")
    REVERSE_COPY,
    /** A short unit many times in a row. */
    @JsonProperty("tandem_repeat")
    TANDEM_REPEAT,
  }
}
