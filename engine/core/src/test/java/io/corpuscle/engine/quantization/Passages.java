package io.corpuscle.engine.quantization;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Passages of random bases, a byte a token. */
final class Passages {
  private Passages() {}

  static Passage random(int tokens, long seed) {
    Random random = new Random(seed);
    int[] ids = new int[tokens];
    for (int t = 1; t < tokens; t++) {
      ids[t] = 4 + random.nextInt(4);
    }
    return new Passage(ids, tokens - 1);
  }

  static Sample sample(int passages, int tokens) {
    List<Passage> all = new ArrayList<>();
    for (int p = 0; p < passages; p++) {
      all.add(random(tokens, p));
    }
    return Sample.of(all);
  }
}
