package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.kernel.KernelContract;
import io.corpuscle.engine.kernel.Kernels;

class OnednnKernelsTest extends KernelContract {
  private static final Kernels KERNELS = new OnednnKernels();

  @Override
  public Kernels subject() {
    return KERNELS;
  }
}
