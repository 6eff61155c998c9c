package io.corpuscle.engine.kernel.onednn;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * Where the direct buffers that one thread multiplies from begin. They belong to workspaces, which
 * live as long as a task, while a thread outlives many: those that are gone are forgotten.
 */
final class BlockAddresses {
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(WeakReference<ByteBuffer> block, long address) {}

  /** The address of byte 0 of {@code block}. */
  long of(ByteBuffer block) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).block().refersTo(block)) {
        return entries.get(i).address();
      }
    }
    entries.removeIf(entry -> entry.block().refersTo(null));
    try (Pointer start = new Pointer(block.duplicate().clear())) {
      entries.add(new Entry(new WeakReference<>(block), start.address()));
      return start.address();
    }
  }

  /** How many it knows. */
  int size() {
    return entries.size();
  }
}
