package io.corpuscle.engine.kernel.reference;

import io.corpuscle.engine.kernel.KernelContract;
import io.corpuscle.engine.kernel.Kernels;

/** The reference agrees with itself; what else the contract demands, it must keep too. */
class ReferenceKernelsTest extends KernelContract {

  @Override
  public Kernels subject() {
    return new ReferenceKernels();
  }
}
