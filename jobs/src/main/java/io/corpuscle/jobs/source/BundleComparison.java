package io.corpuscle.jobs.source;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.DocumentText;
import io.corpuscle.jobs.incremental.Earlier;
import io.corpuscle.jobs.incremental.EarlierText;
import io.corpuscle.jobs.incremental.IncrementalSettings;
import io.corpuscle.jobs.incremental.ReadingStates;
import io.corpuscle.jobs.incremental.SavedStates;
import io.corpuscle.jobs.incremental.TextComparison;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.schemas.Change;
import io.corpuscle.schemas.Continuation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** How the documents of a task stand to an earlier run. */
final class BundleComparison {
  private final IncrementalSettings settings;
  private final Map<String, Earlier> earlier;
  private final SavedStates saved;
  private final String engine;

  /**
   * @param earlier what the earlier run says of the documents, by {@code doc_id}
   * @param engine what reads here: kernels and instruction set
   */
  BundleComparison(
      IncrementalSettings settings,
      Map<String, Earlier> earlier,
      Configuration hadoop,
      String engine) {
    this.settings = settings;
    this.earlier = Map.copyOf(earlier);
    this.saved = SavedStates.in(settings.states(), hadoop);
    this.engine = engine;
  }

  /** What the earlier run says of a document. */
  Earlier earlier(DocumentRef.Openable document) {
    return earlier.getOrDefault(document.docId(), Earlier.NOTHING);
  }

  /** What has become of a document. If its text cannot be taken in, its reading will say why. */
  Compared of(DocumentRef.Openable document, DocumentOpener opener) {
    Earlier known = earlier(document);
    Optional<String> before = known.before().map(EarlierText::docId);
    if (known.untouched()) {
      return Compared.unseen(Change.UNCHANGED, before, opener.metadata(document));
    }
    if (known.equals(Earlier.NOTHING)) {
      return Compared.unseen(Change.NEW, before, Optional.empty());
    }
    try (DocumentText text = opener.open(document)) {
      Continuation continuation = new TextComparison(known).of(text);
      return new Compared(continuation, true, text.encoding(), text.metadata());
    } catch (IOException | DocumentException e) {
      Change change = before.isPresent() ? Change.CHANGED : Change.NEW;
      return Compared.unseen(change, before, Optional.empty());
    }
  }

  /** The states of what a model reads. */
  ReadingStates states(ModelRef model) {
    String identity = String.join("\n", settings.reading(), model.fingerprint(), engine);
    return new ReadingStates(saved, settings.leastTokens(), identity);
  }

  /** Names of the states that a document's reading may go on from. */
  List<String> saved(DocumentRef.Openable document) {
    return earlier(document).before().map(EarlierText::states).orElse(List.of());
  }
}
