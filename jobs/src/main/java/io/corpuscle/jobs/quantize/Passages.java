package io.corpuscle.jobs.quantize;

import io.corpuscle.engine.quantization.Passage;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** Cuts texts into passages, which a model reads from its start each. */
final class Passages {
  /**
   * Longer ones would show little more of what layers multiply, and shorter ones start too often.
   */
  static final int TOKENS = 2048;

  private final Tokenizer tokenizer;
  private final int tokensOfEach;
  private final List<Passage> passages = new ArrayList<>();

  /**
   * @param tokensOfEach at most how many tokens to take of a text
   */
  Passages(Tokenizer tokenizer, int tokensOfEach) {
    this.tokenizer = tokenizer;
    this.tokensOfEach = tokensOfEach;
  }

  /** What has been cut so far. */
  List<Passage> all() {
    return List.copyOf(passages);
  }

  /** Adds the passages of a text, which may end anywhere, also inside a character. */
  void add(byte[] text) {
    List<Integer> ids = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    TokenStream stream =
        tokenizer.open(
            (id, byteEnd) -> {
              ids.add(id);
              ends.add(byteEnd);
            });
    try {
      // Not finished: what the next bytes of the document could change is left out.
      stream.feed(text, 0, text.length);
    } catch (DocumentException ignored) {
      // The tokens before the fault are those of the document all the same.
    }
    int count = Math.min(tokensOfEach, ids.size());
    for (int from = 0; from < count; from += TOKENS) {
      add(ids.subList(from, Math.min(count, from + TOKENS)), bytes(ends, from, count));
    }
  }

  private static long bytes(List<Long> ends, int from, int count) {
    long begin = from == 0 ? 0 : ends.get(from - 1);
    return ends.get(Math.min(count, from + TOKENS) - 1) - begin;
  }

  private void add(List<Integer> ids, long bytes) {
    int[] read = new int[1 + ids.size()];
    read[0] = tokenizer.documentStart();
    for (int t = 0; t < ids.size(); t++) {
      read[1 + t] = ids.get(t);
    }
    passages.add(new Passage(read, bytes));
  }
}
