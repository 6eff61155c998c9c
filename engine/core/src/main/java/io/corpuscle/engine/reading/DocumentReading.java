package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * One document being read: text is pulled in, and windows come out, as they are asked for.
 *
 * <p>Position 0 is the control token that opens every document; token j of the text stands at
 * position j + 1 and is scored from the hidden state at position j. Chunks begin at positions
 * divisible by {@code chunkTokens}.
 */
public final class DocumentReading implements Closeable {
  private static final int READ_BYTES = 1 << 14;

  private final LanguageModel model;
  private final ReadingOptions options;
  private final Workspace workspace;
  private final InputStream text;
  private final byte[] bytes = new byte[READ_BYTES];
  private final TokenQueue tokens = new TokenQueue();
  private final TokenStream stream;
  private final ModelState state;
  private final WindowTally tally;
  private final Deque<WindowResult> finished = new ArrayDeque<>();

  private final Chunk chunk;
  private final int[] ids;
  private final int[] targets;
  private final float[] nll;
  private final float[] entropy;
  private long position;
  private boolean textEnded;

  DocumentReading(
      LanguageModel model,
      Tokenizer tokenizer,
      ReadingOptions options,
      Workspace workspace,
      InputStream text) {
    this.model = model;
    this.options = options;
    this.workspace = workspace;
    this.text = text;
    this.stream = tokenizer.open(tokens);
    this.state = model.start();
    this.tally = new WindowTally(options.measures(), model.modelDim());
    this.chunk = new Chunk(options.chunkTokens());
    this.ids = new int[options.chunkTokens()];
    this.targets = new int[options.chunkTokens()];
    this.nll = new float[options.chunkTokens()];
    this.entropy = new float[options.chunkTokens()];
    tokens.accept(tokenizer.documentStart(), 0);
  }

  /**
   * Reads on to the end of the next window.
   *
   * @return the window, or empty after the last one
   * @throws DocumentException if the text is not valid; the windows before it have been given
   * @throws IOException if the text cannot be read
   */
  public Optional<WindowResult> next() throws IOException {
    while (finished.isEmpty()) {
      // The last token of a chunk is scored too: its successor must be known.
      while (!textEnded && tokens.size() <= options.chunkTokens()) {
        pull();
      }
      int count = Math.min(tokens.size(), options.chunkTokens());
      if (count == 0) {
        return Optional.empty();
      }
      forward(count);
      tokens.remove(count);
    }
    return Optional.of(finished.remove());
  }

  private void pull() throws IOException {
    // Always a whole block, so that what is read before a fault does not depend on the source.
    int read = text.readNBytes(bytes, 0, READ_BYTES);
    stream.feed(bytes, 0, read);
    if (read < READ_BYTES) {
      stream.finish();
      textEnded = true;
    }
  }

  private void forward(int count) {
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix hidden = frame.matrix(count, model.modelDim());
      // Where nothing is measured, tokens are only counted.
      if (!options.measures().isEmpty()) {
        tokens.copyIds(ids, count);
        chunk.clear();
        chunk.append(state, ids, 0, count);
        model.forward(chunk, hidden, workspace);
        score(hidden);
      }
      for (int t = 0; t < count; t++) {
        count(position + t, hidden, t);
      }
    }
    position += count;
  }

  /**
   * How surprising the token after each row is; nothing is said of the row after which none comes.
   */
  private void score(FloatMatrix hidden) {
    Set<Measure> measures = options.measures();
    int scored = Math.min(hidden.rows(), tokens.size() - 1);
    FloatMatrix rows = hidden.rows(0, scored);
    for (int t = 0; t < scored; t++) {
      targets[t] = tokens.id(t + 1);
    }
    if (measures.contains(Measure.ENTROPY)) {
      model.surprisalAndEntropy(rows, targets, nll, entropy, workspace);
    } else if (measures.contains(Measure.SURPRISAL)) {
      model.surprisal(rows, targets, nll, workspace);
    }
  }

  /** Counts the token at position {@code at} as read, and the one after it as scored. */
  private void count(long at, FloatMatrix hidden, int t) {
    Set<Measure> measures = options.measures();
    boolean last = textEnded && t == tokens.size() - 1;
    if (at > 0) {
      tally.addHidden(hidden, t);
      if (last || at % options.windowTokens() == 0) {
        finished.add(tally.close(at, tokens.byteEnd(t)));
      }
    }
    if (!last && measures.contains(Measure.SURPRISAL)) {
      tally.addSurprisal(nll[t]);
    }
    if (!last && measures.contains(Measure.ENTROPY)) {
      tally.addEntropy(entropy[t]);
    }
  }

  /** What the finished windows hold; of the whole document once {@link #next} has given empty. */
  public DocumentTotals totals() {
    return tally.totals();
  }

  /** Size of the scratch memory shared with this reader's other documents; fixed after a chunk. */
  public long scratchBytes() {
    return workspace.bytes();
  }

  /** Size of what is remembered of the document, whatever its length. */
  public long stateBytes() {
    return state.bytes();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
