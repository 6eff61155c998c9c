package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.kernel.KernelContract;
import io.corpuscle.engine.kernel.Kernels;

class VectorKernelsTest extends KernelContract {

  @Override
  public Kernels subject() {
    return new VectorKernels();
  }
}
