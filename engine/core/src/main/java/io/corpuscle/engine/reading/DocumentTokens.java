package io.corpuscle.engine.reading;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/**
 * The tokens of one document that wait to be read, the control token that opens it first; its text
 * is pulled in as more are needed.
 */
final class DocumentTokens implements Closeable {
  private static final int READ_BYTES = 1 << 14;

  private final Document document;
  private final TokenQueue waiting = new TokenQueue();
  private final TokenStream stream;
  private final byte[] bytes = new byte[READ_BYTES];
  private Optional<InputStream> text = Optional.empty();
  private Optional<Exception> fault = Optional.empty();
  private boolean ended;

  /** The text of all whole blocks so far, and its length. */
  private final TextDigest digest = new TextDigest();

  private long textBytes;

  /** How it stood before its last block, which text that is appended would make another. */
  private Optional<Settled> settled = Optional.empty();

  /**
   * What no text that follows can change.
   *
   * @param tokens how many of the document there are, the control token among them
   * @param carry the tokenizer's
   */
  private record Settled(long tokens, ByteArrayOutputStream carry) {}

  DocumentTokens(Document document, Tokenizer tokenizer) {
    this.document = document;
    this.stream = tokenizer.open(waiting);
    waiting.accept(tokenizer.documentStart(), 0);
  }

  /** Those that wait. */
  TokenQueue waiting() {
    return waiting;
  }

  /** Whether no more will come. */
  boolean ended() {
    return ended;
  }

  /** What the text ended for before its end. The tokens before it are whole all the same. */
  Optional<Exception> fault() {
    return fault;
  }

  /**
   * Pulls text until more than {@code count} tokens wait, or there is no more.
   *
   * @param read how many tokens have been taken from those that waited
   */
  void pull(long read, int count) {
    try {
      while (!ended && waiting.size() <= count) {
        pull(read);
      }
    } catch (DocumentException | IOException e) {
      ended = true;
      fault = Optional.of(e);
      closeAfter(e);
    }
  }

  /**
   * Ends the document for having more tokens than there is room for: what is left of it is only
   * counted.
   *
   * @param read how many tokens have been taken from those that waited
   * @param capacity for how many there is room
   */
  void refuse(long read, int capacity) {
    int keep = (int) (capacity - read);
    long beyond = waiting.size() - keep;
    waiting.truncate(keep);
    try {
      while (!ended) {
        pull(read);
        beyond += waiting.size() - keep;
        waiting.truncate(keep);
      }
      String message =
          String.format(
              Locale.ROOT,
              "the document has %,d tokens and the model's key/value state room for %,d."
                  + " Use a model of constant state, or raise max_position_embeddings to %d in its"
                  + " config.json.",
              capacity + beyond,
              capacity,
              capacity + beyond);
      fault = Optional.of(new DocumentException(Fault.CAPACITY, message));
    } catch (DocumentException | IOException e) {
      ended = true;
      fault = Optional.of(e);
      closeAfter(e);
    }
  }

  private void pull(long taken) throws IOException {
    if (text.isEmpty()) {
      text = Optional.of(document.open());
    }
    // Always a whole block, so that what is read before a fault does not depend on the source.
    int read = text.get().readNBytes(bytes, 0, READ_BYTES);
    if (read == READ_BYTES) {
      textBytes += read;
      digest.update(bytes, 0, read);
      stream.feed(bytes, 0, read);
    } else {
      settled = Optional.of(new Settled(taken + waiting.size(), carry()));
      stream.feed(bytes, 0, read);
      stream.finish();
      close();
      ended = true;
    }
  }

  /**
   * How many of the document's first tokens are known to stay, whatever is appended to it; the
   * control token among them.
   *
   * @param read how many tokens have been taken from those that waited
   */
  long settled(long read) {
    if (fault.isPresent()) {
      return 0;
    }
    return settled.map(Settled::tokens).orElse(read + waiting.size());
  }

  /** How much of the text these tokens, and what the tokenizer carries, are of. */
  long textBytes() {
    return textBytes;
  }

  /** SHA-256 of that text, in hexadecimal. */
  String textSha256() {
    return digest.soFar();
  }

  /** Writes the tokens that wait and are settled, and what the tokenizer carries behind them. */
  void save(long read, DataOutput out) throws IOException {
    waiting.save((int) (settled(read) - read), out);
    ByteArrayOutputStream carry = settled.map(Settled::carry).orElseGet(this::carry);
    out.write(carry.toByteArray());
  }

  private ByteArrayOutputStream carry() {
    ByteArrayOutputStream carry = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(carry)) {
      stream.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return carry;
  }

  /**
   * Goes on where others of the same document were. Before anything was pulled.
   *
   * @param place up to where the text was taken in
   * @param in what they saved
   * @throws SnapshotException if the document does not begin with that text
   */
  void restore(DocumentSnapshot.Place place, DataInput in) throws IOException {
    waiting.clear();
    waiting.restore(in);
    stream.restore(in);
    InputStream opened = document.open();
    text = Optional.of(opened);
    while (textBytes < place.textBytes()) {
      int read = opened.readNBytes(bytes, 0, READ_BYTES);
      if (read < READ_BYTES) {
        throw new SnapshotException(
            String.format(
                Locale.ROOT,
                "the snapshot is of a text of more than %,d bytes, and this one has %,d",
                place.textBytes(),
                textBytes + read));
      }
      textBytes += read;
      digest.update(bytes, 0, read);
    }
    if (!textSha256().equals(place.textSha256())) {
      throw new SnapshotException(
          String.format(
              Locale.ROOT,
              "the first %,d bytes of the text are others: SHA-256 is %s and was %s",
              textBytes,
              textSha256(),
              place.textSha256()));
    }
  }

  private void closeAfter(Exception e) {
    try {
      close();
    } catch (IOException second) {
      e.addSuppressed(second);
    }
  }

  @Override
  public void close() throws IOException {
    if (text.isPresent()) {
      text.get().close();
    }
  }
}
