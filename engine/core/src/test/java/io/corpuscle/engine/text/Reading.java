package io.corpuscle.engine.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The tokens of a document: ids, and where each ends in bytes of the document. */
record Reading(List<Integer> ids, List<Long> ends) {

  static Reading whole(Tokenizer tokenizer, String text) {
    return whole(tokenizer, text.getBytes(StandardCharsets.UTF_8));
  }

  static Reading whole(Tokenizer tokenizer, byte[] text) {
    Reading reading = new Reading(new ArrayList<>(), new ArrayList<>());
    TokenStream stream = tokenizer.open(reading::add);
    stream.feed(text, 0, text.length);
    stream.finish();
    return reading;
  }

  /** Feeds pieces of random lengths up to {@code longest}, empty ones too. */
  static Reading inPieces(Tokenizer tokenizer, byte[] text, int longest, Random random) {
    Reading reading = new Reading(new ArrayList<>(), new ArrayList<>());
    TokenStream stream = tokenizer.open(reading::add);
    for (int at = 0; at < text.length; ) {
      int length = Math.min(random.nextInt(longest + 1), text.length - at);
      stream.feed(text, at, length);
      at += length;
    }
    stream.finish();
    return reading;
  }

  /** Feeds pieces of random lengths, each to another stream that goes on where the last one was. */
  static Reading inTurns(Tokenizer tokenizer, byte[] text, int longest, Random random)
      throws IOException {
    Reading reading = new Reading(new ArrayList<>(), new ArrayList<>());
    TokenStream stream = tokenizer.open(reading::add);
    for (int at = 0; at < text.length; ) {
      int length = Math.min(1 + random.nextInt(longest), text.length - at);
      stream.feed(text, at, length);
      at += length;
      ByteArrayOutputStream saved = new ByteArrayOutputStream();
      stream.save(new DataOutputStream(saved));
      stream = tokenizer.open(reading::add);
      stream.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    }
    stream.finish();
    return reading;
  }

  private void add(int id, long byteEnd) {
    ids.add(id);
    ends.add(byteEnd);
  }
}
