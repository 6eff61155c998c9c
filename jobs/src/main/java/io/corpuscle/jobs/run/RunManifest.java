package io.corpuscle.jobs.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run was: all that decides its results, and what came of it. Written last into the run's
 * folder, so that a run with a manifest is whole.
 *
 * @param run the run's id
 * @param version of Corpuscle
 * @param kernels provider and instruction set that computed it
 * @param precisions what the products of each model multiplied, by the same names as {@code models}
 * @param started in UTC, ISO 8601
 * @param finished in UTC, ISO 8601
 * @param config the configuration, key by key as a file of {@code conf/jobs} has it
 * @param models the models that read it, by the name the configuration uses
 * @param speeds tokens a second of one core, of each model that read enough to tell, by the same
 *     names; no part of what came of the run, but of use for the next
 * @param inputSnapshot of documents from a table, the snapshot of it that was read: Iceberg's
 *     snapshot id, Delta's version; empty of files, and where it is not known
 * @param counts what was read
 * @param reading names all that decides rows beside the documents: runs of one have the same rows
 *     of the same text
 * @param changes of an incremental run, how many documents are {@code new}, {@code unchanged} and
 *     so on since the run before, and {@code gone} of that one's; else none
 * @param contentHash over every content row, the same however the run was cut into tasks
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"run", "version", "kernels", "started", "finished", "contentHash", "counts"})
public record RunManifest(
    @JsonProperty(value = "run", required = true) String run,
    @JsonProperty(value = "version", required = true) String version,
    @JsonProperty(value = "kernels", required = true) String kernels,
    @JsonProperty(value = "precisions", required = true) SortedMap<String, String> precisions,
    @JsonProperty(value = "started", required = true) String started,
    @JsonProperty(value = "finished", required = true) String finished,
    @JsonProperty(value = "config", required = true) SortedMap<String, Object> config,
    @JsonProperty(value = "models", required = true) SortedMap<String, String> models,
    @JsonProperty(value = SPEEDS, required = true) SortedMap<String, Double> speeds,
    @JsonProperty(value = INPUT_SNAPSHOT, required = true) String inputSnapshot,
    @JsonProperty(value = "counts", required = true) Counts counts,
    @JsonProperty(value = READING, required = true) String reading,
    @JsonProperty(value = CHANGES, required = true) SortedMap<String, Long> changes,
    @JsonProperty(value = "contentHash", required = true) String contentHash) {

  private static final String SPEEDS = "speeds";
  private static final String INPUT_SNAPSHOT = "inputSnapshot";
  private static final String READING = "reading";
  private static final String CHANGES = "changes";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  public RunManifest {
    config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
    precisions = Collections.unmodifiableSortedMap(new TreeMap<>(precisions));
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    speeds = Collections.unmodifiableSortedMap(new TreeMap<>(speeds));
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
  }

  /**
   * What was read.
   *
   * @param documents rows of {@code documents}
   * @param failed those among them with {@code status = failed}
   * @param windows rows of {@code windows}
   * @param tokens read
   * @param bytes of text read
   */
  public record Counts(long documents, long failed, long windows, long tokens, long bytes) {}

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A manifest could not be written as JSON", e);
    }
  }

  static RunManifest parse(byte[] json) throws IOException {
    JsonNode manifest = JSON.readTree(json);
    if (manifest instanceof ObjectNode fields) {
      // Of a run before there were any.
      addMissing(fields, SPEEDS, fields.objectNode());
      addMissing(fields, INPUT_SNAPSHOT, fields.textNode(""));
      addMissing(fields, READING, fields.textNode(""));
      addMissing(fields, CHANGES, fields.objectNode());
    }
    return JSON.treeToValue(manifest, RunManifest.class);
  }

  private static void addMissing(ObjectNode fields, String name, JsonNode none) {
    if (!fields.has(name)) {
      fields.set(name, none);
    }
  }
}
