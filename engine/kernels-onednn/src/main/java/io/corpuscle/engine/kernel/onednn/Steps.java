package io.corpuscle.engine.kernel.onednn;

import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;

/** The order in which one thread's calls run: at once, and on that thread alone. */
final class Steps {
  private final stream inOrder;
  private final dnnl_stream handle;

  Steps(engine cpu) {
    OpenMp.useOneThread();
    inOrder = new stream(cpu);
    handle = inOrder.get();
  }

  dnnl_stream get() {
    return handle;
  }
}
