package io.corpuscle.jobs.samples;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/** One line of a JSON Lines sample: a document, and what was planted in it (not written there). */
@JsonPropertyOrder({"id", "topic", "title", "text"})
record SampleRecord(
    @JsonProperty("id") String id,
    @JsonProperty("topic") String topic,
    @JsonProperty("title") String title,
    @JsonProperty("text") String text,
    @JsonIgnore List<Planted> planted) {}
