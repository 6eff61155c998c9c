package io.corpuscle.engine.reading;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.Routing;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.text.TokenIds;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One document being read: its tokens, what the model remembers of those before them, and its
 * windows until they are told.
 *
 * <p>Position 0 is the control token that opens every document; token j of the text stands at
 * position j + 1 and is scored from the hidden state at position j.
 */
final class OpenDocument implements Closeable {
  private final Document document;
  private final ReadingOptions options;
  private final DocumentTokens tokens;
  private final TokenQueue waiting;
  private final OptionalInt capacity;
  private final WindowTally tally;
  private final Optional<SpikeSums> spikes;
  private final Optional<ExpertSums> experts;
  private final Deque<WindowResult> windows = new ArrayDeque<>();
  private Optional<ModelState> state = Optional.empty();
  private long position;
  private long nanos;
  private boolean lastEdgeTold;

  /**
   * @param model what it is read by
   */
  OpenDocument(
      Document document, Tokenizer tokenizer, ReadingOptions options, LanguageModel model) {
    this.document = document;
    this.options = options;
    this.capacity = model.capacity();
    this.tokens = new DocumentTokens(document, tokenizer(document, tokenizer, model));
    this.waiting = tokens.waiting();
    this.spikes =
        options.measures().contains(Measure.SPIKES)
            ? Optional.of(new SpikeSums(options.windowTokens()))
            : Optional.empty();
    this.experts =
        options.measures().contains(Measure.EXPERTS)
            ? Optional.of(new ExpertSums(options.windowTokens()))
            : Optional.empty();
    this.tally = new WindowTally(options.measures(), model.modelDim(), spikes, experts);
  }

  private static Tokenizer tokenizer(Document document, Tokenizer ofText, LanguageModel model) {
    return switch (document.content()) {
      case TEXT -> ofText;
      case TOKEN_IDS -> new TokenIds(model.vocabulary(), ofText.documentStart());
    };
  }

  /** Pulls text until a whole chunk of its tokens can be scored, or there is no more. */
  void pull() {
    if (tokens.ended()) {
      return;
    }
    long started = System.nanoTime();
    // The last token of a run is scored too: its successor must be known.
    tokens.pull(position, options.chunkTokens());
    if (capacity.isPresent() && position + waiting.size() > capacity.getAsInt()) {
      tokens.refuse(position, capacity.getAsInt());
    }
    if (tokens.ended()) {
      // Nor is anything read that no window will speak of.
      long last = position + waiting.size() - 1;
      long end = tokens.fault().isPresent() ? last - last % options.windowTokens() : last;
      waiting.truncate(end == 0 ? 0 : (int) Math.max(0, end + 1 - position));
    }
    nanos += System.nanoTime() - started;
  }

  /** Whether its text has been taken to the end, or to its fault. */
  boolean textEnded() {
    return tokens.ended();
  }

  /** Whether all of it has been read. */
  boolean finished() {
    return tokens.ended() && waiting.size() == 0;
  }

  /** How many of its next tokens may be a run of at most {@code room}. */
  int run(int room) {
    int most = (int) Math.min(room, toLastEdge());
    return tokens.ended() && waiting.size() <= most ? waiting.size() : tiles(most);
  }

  /** As {@link #run}, in whole tiles. */
  int tiles(int room) {
    int scored = tokens.ended() ? waiting.size() : waiting.size() - 1;
    int most = (int) Math.min(Math.min(room, scored), toLastEdge());
    return most - most % WindowState.TILE;
  }

  /** How far away the edge is that a snapshot is wanted of; beyond all tokens if none is. */
  private long toLastEdge() {
    boolean wanted = tokens.ended() && document instanceof ResumableDocument d && d.wantsLastEdge();
    // The token after the edge is settled too: those before it were scored by it.
    long settled = tokens.settled(position) - 1;
    long edge = settled - Math.floorMod(settled, (long) WindowState.TILE);
    return wanted && edge > position ? edge - position : Long.MAX_VALUE;
  }

  /** Goes on where another reading of the document was. */
  void resume(DocumentSnapshot snapshot, ModelState fresh) throws IOException {
    begin(fresh);
    snapshot.restore(fresh);
    DataInput progress = snapshot.progress();
    position = snapshot.tokens();
    nanos = progress.readLong();
    tally.restore(progress);
    tokens.restore(snapshot.place(), progress);
  }

  /** Hands over a snapshot if one is wanted here. */
  void snapshotIfWanted() {
    if (document instanceof ResumableDocument resumable
        && canBeResumed()
        && resumable.wantsSnapshot(position)) {
      resumable.snapshot(snapshot());
    }
  }

  /** Hands over the snapshot of the last edge if it is wanted and this is the edge. */
  void lastEdgeIfWanted() {
    if (document instanceof ResumableDocument resumable
        && tokens.ended()
        && !lastEdgeTold
        && canBeResumed()
        && tokens.settled(position) - position <= WindowState.TILE
        && resumable.wantsLastEdge()) {
      lastEdgeTold = true;
      resumable.lastEdge(snapshot());
    }
  }

  /** Whether a reading could go on from here: at the edge of a tile, before the settled end. */
  private boolean canBeResumed() {
    return position > 0
        && position % WindowState.TILE == 0
        && state.isPresent()
        && position < tokens.settled(position);
  }

  private DocumentSnapshot snapshot() {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(progress)) {
      out.writeLong(nanos);
      tally.save(out);
      tokens.save(position, out);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return DocumentSnapshot.of(
        new DocumentSnapshot.Place(
            position, tally.totals().windows(), tokens.textBytes(), tokens.textSha256()),
        state.orElseThrow(),
        progress.toByteArray());
  }

  Optional<ModelState> state() {
    return state;
  }

  /** Is given the state it is read with. */
  void begin(ModelState fresh) {
    state = Optional.of(fresh);
  }

  /** Gives its state back. */
  Optional<ModelState> release() {
    Optional<ModelState> released = state;
    state = Optional.empty();
    return released;
  }

  /** Appends its next {@code count} tokens as a run. */
  void append(int count, Chunk chunk) {
    waiting.append(state.orElseThrow(), count, chunk);
  }

  /**
   * The tokens that its next {@code count} are scored by: each one's successor. After the last of
   * all comes none; its entry is left as it is.
   *
   * @param targets written from {@code at} on
   */
  void targets(int count, int[] targets, int at) {
    int scored = Math.min(count, waiting.size() - 1);
    for (int i = 0; i < scored; i++) {
      targets[at + i] = waiting.id(i + 1);
    }
  }

  /**
   * Counts the spikes its next {@code count} tokens give some layers, rows {@code first …} of the
   * chunk, as far as they go through them.
   */
  void addSpikes(Projection layers, Operand x, RowSelection rows, int first, int count) {
    spikes.ifPresent(sums -> sums.add(layers, x, rows, first, count, position));
  }

  /** Counts which experts of a layer its next {@code count} tokens go to, rows {@code first …}. */
  void addExperts(MixtureOfExperts layer, Routing routing, int first, int count) {
    experts.ifPresent(sums -> sums.add(layer, routing, first, count, position));
  }

  /**
   * Counts its next {@code count} tokens as read, and those after them as scored.
   *
   * @param hidden their final hidden states, {@code [count, D]}
   * @param nll how surprising each successor was, from {@code at} on
   * @param entropy of each prediction, from {@code at} on
   */
  void advance(int count, FloatMatrix hidden, float[] nll, float[] entropy, int at) {
    Set<Measure> measures = options.measures();
    for (int i = 0; i < count; i++) {
      long token = position + i;
      boolean last = i == waiting.size() - 1;
      if (token > 0) {
        tally.addHidden(hidden, i);
        if (last || token % options.windowTokens() == 0) {
          windows.add(tally.close(token, waiting.byteEnd(i)));
        }
      }
      if (!last && measures.contains(Measure.SURPRISAL)) {
        tally.addSurprisal(nll[at + i]);
      }
      if (!last && measures.contains(Measure.ENTROPY)) {
        tally.addEntropy(entropy[at + i]);
      }
    }
    waiting.remove(count);
    position += count;
  }

  /** Counts time that was spent on it. */
  void spend(long moreNanos) {
    nanos += moreNanos;
  }

  /** Tells the document its windows since the last time, and its end once it is finished. */
  void tell() {
    while (!windows.isEmpty()) {
      document.window(windows.remove());
    }
    if (finished()) {
      document.end(
          new DocumentEnd(
              tally.totals(),
              nanos / 1e9,
              tokens.fault(),
              spikes.map(SpikeSums::layers).orElse(List.of())));
    }
  }

  @Override
  public void close() throws IOException {
    tokens.close();
  }
}
