package io.corpuscle.jobs.source;

import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.models.ModelRef;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;

/**
 * Which model reads which documents.
 *
 * @param byFormat the model for documents of a format
 */
record Models(Map<Format, ModelRef> byFormat) implements Serializable {

  Models {
    byFormat = Map.copyOf(byFormat);
  }

  /**
   * The model that reads a document.
   *
   * @throws OptionException if there is none for its format
   */
  ModelRef of(DocumentRef.Openable document) {
    Format format = document.format();
    ModelRef model = byFormat.get(format);
    if (model == null) {
      throw new OptionException(
          String.format(
              Locale.ROOT,
              "%s is %s, and there are models for %s only. Set model.%s, or model for all formats.",
              document.uri(),
              format,
              byFormat.keySet(),
              format));
    }
    return model;
  }
}
