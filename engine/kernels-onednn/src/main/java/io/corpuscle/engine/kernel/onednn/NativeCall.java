package io.corpuscle.engine.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/**
 * The code of one product and what it is called with: places in memory that change from call to
 * call. For the thread that made it; a call allocates nothing.
 */
final class NativeCall {
  private static final int OPERAND = 0;
  private static final int WEIGHTS = 1;
  private static final int OUTPUT = 2;
  private static final int SCALES = 3;

  private final matmul product;
  private final dnnl_primitive handle;
  private final memory[] memories;
  private final dnnl_memory[] places;
  private final int count;
  private final dnnl_exec_arg_t arguments;
  private final Address address = new Address();

  /** A product as described, with scales a column where {@code columnScales} are described. */
  NativeCall(engine cpu, matmul.primitive_desc description, memory.desc columnScales) {
    product = new matmul(description);
    handle = product.get();
    memories =
        new memory[] {
          new memory(description.src_desc(), cpu, address),
          new memory(description.weights_desc(), cpu, address),
          new memory(description.dst_desc(), cpu, address),
          new memory(columnScales, cpu, address)
        };
    int[] meanings = {
      DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS
    };
    count = columnScales.get_size() == 0 ? SCALES : SCALES + 1;
    places = new dnnl_memory[memories.length];
    arguments = new dnnl_exec_arg_t(memories.length);
    for (int i = 0; i < memories.length; i++) {
      places[i] = memories[i].get();
      arguments.position(i).arg(meanings[i]).memory(places[i]);
    }
    arguments.position(0);
  }

  /** Multiplies; {@code scales} is read where scales were described. */
  void run(dnnl_stream steps, long operand, long weights, long scales, long output) {
    put(OPERAND, operand);
    put(WEIGHTS, weights);
    put(OUTPUT, output);
    if (count > SCALES) {
      put(SCALES, scales);
    }
    int status = dnnl.dnnl_primitive_execute(handle, steps, count, arguments);
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN could not multiply: status " + status);
    }
  }

  private void put(int place, long where) {
    dnnl.dnnl_memory_set_data_handle(places[place], address.to(where));
  }
}
