package io.corpuscle.engine.reading;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.SpikeObserver;
import io.corpuscle.engine.spike.SpikeSlice;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the first tokens of a document and keeps spike counts themselves, which a reading only adds
 * up. The counts are those of a reading, bit for bit.
 */
public final class SliceReader {
  private static final int READ_BYTES = 1 << 12;

  private final LanguageModel model;
  private final Tokenizer tokenizer;

  /** A reader of slices of a model that reads spikes. */
  public SliceReader(LanguageModel model, Tokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /**
   * What of a document to keep.
   *
   * @param layer a linear layer by its name, or by the end of it; empty for one in the middle of
   *     the model
   * @param tokens how many of the first, where the document has as many
   * @param neurons how many of the layer's first inputs
   */
  public record Request(Optional<String> layer, int tokens, int neurons) {}

  /** The first tokens of a document, without the control token before them. */
  private record Beginning(List<Integer> ids, List<String> tokens) {
    int positions() {
      return tokens.size() + 1;
    }
  }

  /** What goes into some layers at every position but the first. */
  private record Inputs(Projection layers, int inputs, float spikeK, SpikeSlice counts) {
    boolean has(String layer) {
      return layers.layers().stream()
          .anyMatch(l -> l.name().equals(layer) || l.name().endsWith("." + layer));
    }
  }

  /**
   * Reads a slice.
   *
   * @param text the document's UTF-8 text; read no further than need be, and not closed
   * @throws IllegalArgumentException if no one layer is meant, if it has fewer inputs, or if the
   *     document has no tokens
   */
  public LayerSlice read(InputStream text, Request request) throws IOException {
    Beginning beginning = beginning(text, request.tokens());
    if (beginning.tokens().isEmpty()) {
      throw new IllegalArgumentException(
          "the document has no tokens, and spikes are of tokens. Name another.");
    }
    Inputs chosen = choose(inputs(beginning, request.neurons()), request.layer());
    if (request.neurons() > chosen.inputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%,d neurons were asked for and the input of %s has %,d. Ask for as many or fewer.",
              request.neurons(),
              chosen.layers().layers().get(0).name(),
              chosen.inputs()));
    }
    return new LayerSlice(
        chosen.layers().layers(),
        chosen.inputs(),
        chosen.spikeK(),
        beginning.tokens(),
        chosen.counts());
  }

  private Beginning beginning(InputStream text, int most) throws IOException {
    TokenQueue queue = new TokenQueue();
    TokenStream stream = tokenizer.open(queue);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] block = new byte[READ_BYTES];
    int got = READ_BYTES;
    while (got == READ_BYTES && queue.size() < most) {
      got = text.readNBytes(block, 0, READ_BYTES);
      read.write(block, 0, got);
      stream.feed(block, 0, got);
    }
    if (got < READ_BYTES) {
      stream.finish();
    }
    byte[] bytes = read.toByteArray();
    int count = Math.min(most, queue.size());
    List<Integer> ids = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    int from = 0;
    for (int t = 0; t < count; t++) {
      int to = Math.toIntExact(queue.byteEnd(t));
      ids.add(queue.id(t));
      tokens.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
      from = to;
    }
    return new Beginning(ids, tokens);
  }

  /** The counts of every spiking layer's first inputs, in the order of the model. */
  private List<Inputs> inputs(Beginning beginning, int neurons) {
    int positions = beginning.positions();
    Map<Projection, Inputs> inputs = new LinkedHashMap<>();
    SpikeObserver observer =
        (layers, x, rows) -> {
          // Of an expert's input there is no slice: only some of the tokens go through it.
          if (rows.count() == positions) {
            inputs.put(layers, counts(layers, x, neurons));
          }
        };
    Chunk chunk = new Chunk(positions, Optional.of(observer));
    int[] ids = new int[positions];
    ids[0] = tokenizer.documentStart();
    for (int t = 1; t < positions; t++) {
      ids[t] = beginning.ids().get(t - 1);
    }
    chunk.append(model.start(), ids, 0, positions);

    FloatMatrix hidden = FloatMatrix.zeros(positions, model.modelDim());
    Workspace workspace = Workspace.create();
    model.forward(chunk, hidden, workspace);
    // For the head to see its input; nobody asks how surprising anything was.
    model.surprisal(chunk, hidden, new int[positions], new float[positions], workspace);
    return List.copyOf(inputs.values());
  }

  private static Inputs counts(Projection layers, Operand x, int neurons) {
    int kept = Math.min(neurons, x.cols());
    int tokens = x.rows() - 1;
    int[] row = new int[x.cols()];
    int[] counts = new int[tokens * kept];
    for (int t = 0; t < tokens; t++) {
      layers.counts(x, t + 1, row);
      System.arraycopy(row, 0, counts, t * kept, kept);
    }
    return new Inputs(layers, x.cols(), x.format().spikeK(), new SpikeSlice(tokens, kept, counts));
  }

  private static Inputs choose(List<Inputs> inputs, Optional<String> layer) {
    if (layer.isEmpty()) {
      return inputs.get(inputs.size() / 2);
    }
    List<Inputs> meant = inputs.stream().filter(i -> i.has(layer.get())).toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    List<String> names =
        (meant.isEmpty() ? inputs : meant)
            .stream().flatMap(i -> i.layers().layers().stream()).map(LinearLayer::name).toList();
    throw new IllegalArgumentException(
        meant.isEmpty()
            ? String.format(
                Locale.ROOT,
                "no spiking layer is named '%s', or ends so. There are %,d, from %s to %s.",
                layer.get(),
                names.size(),
                names.get(0),
                names.get(names.size() - 1))
            : String.format(
                Locale.ROOT,
                "'%s' is the end of %,d spiking layers' names. Write more of it, such as %s.",
                layer.get(),
                meant.size(),
                names.stream().filter(n -> n.endsWith(layer.get())).findFirst().orElseThrow()));
  }
}
