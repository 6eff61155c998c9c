package io.corpuscle.engine.reading;

import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.state.ModelState;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How far the reading of a document has come, with all that it takes to go on: the model's state,
 * the tokenizer's carry, the tokens that wait, and the open window. Immutable, and as large as the
 * state.
 *
 * <p>Written down it is a safetensors file whose metadata holds a checksum over everything.
 */
public final class DocumentSnapshot {

  /**
   * Some of its numbers.
   *
   * @param bytes little-endian, or as they lay in memory; never written to
   */
  record Part(ElementType type, ByteBuffer bytes) {
    Part {
      bytes = bytes.asReadOnlyBuffer();
    }
  }

  /**
   * Where it is.
   *
   * @param tokens read, the control token among them
   * @param windows told
   * @param textBytes of text taken in, whose tokens have been read or wait
   * @param textSha256 their SHA-256, in hexadecimal
   */
  record Place(long tokens, int windows, long textBytes, String textSha256) {}

  private static final String PROGRESS = "progress";

  private final Place place;
  private final Map<String, Part> state;
  private final Part progress;

  private DocumentSnapshot(Place place, Map<String, Part> state, Part progress) {
    this.place = place;
    this.state = Collections.unmodifiableMap(state);
    this.progress = progress;
  }

  /**
   * Copies a state.
   *
   * @param progress what the reading has come to beside it
   */
  static DocumentSnapshot of(Place place, ModelState state, byte[] progress) {
    StateCopy copy = new StateCopy(place.tokens());
    state.exchange(copy);
    return new DocumentSnapshot(
        place, copy.parts(), new Part(ElementType.U8, ByteBuffer.wrap(progress)));
  }

  /** How many tokens had been read, the control token that opens a document among them. */
  public long tokens() {
    return place.tokens();
  }

  /** How many windows had been told. */
  public int windows() {
    return place.windows();
  }

  /** How many bytes of the text it takes for granted. */
  public long textBytes() {
    return place.textBytes();
  }

  Place place() {
    return place;
  }

  /** Gives a fresh state what this holds. */
  void restore(ModelState fresh) {
    StateRestoration restoration = new StateRestoration(place.tokens(), state);
    fresh.exchange(restoration);
    restoration.requireAllTaken();
  }

  /** What {@link #of} was given. */
  DataInput progress() {
    byte[] bytes = new byte[progress.bytes().remaining()];
    progress.bytes().duplicate().get(bytes);
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /**
   * Writes it.
   *
   * @param identity what read it: whatever decides the bits of what is read, such as the model's
   *     fingerprint, its precision, the kernels and the processor's instruction set
   */
  public void write(OutputStream out, String identity) throws IOException {
    Map<String, Part> parts = new LinkedHashMap<>(state);
    parts.put(PROGRESS, progress);
    SnapshotFile.write(out, identity, place, parts);
  }

  /**
   * Reads one that was written. Nothing of it is taken before all of it has been checked.
   *
   * @param identity that it must have
   * @throws SnapshotException if it is damaged, cut short, or was made by something else
   */
  public static DocumentSnapshot read(InputStream in, String identity) throws IOException {
    SnapshotFile file = SnapshotFile.read(in);
    if (!file.identity().equals(identity)) {
      throw new SnapshotException(
          String.format(
              Locale.ROOT,
              "the snapshot was made by '%s' and is to be read on by '%s'",
              file.identity(),
              identity));
    }
    Map<String, Part> state = new LinkedHashMap<>(file.parts());
    Part progress = state.remove(PROGRESS);
    if (progress == null) {
      throw new SnapshotException("the snapshot has no part '" + PROGRESS + "'");
    }
    return new DocumentSnapshot(file.place(), state, progress);
  }
}
