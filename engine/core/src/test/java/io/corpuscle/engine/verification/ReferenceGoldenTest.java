package io.corpuscle.engine.verification;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;

class ReferenceGoldenTest extends GoldenContract {

  @Override
  protected Kernels kernels() {
    return new ReferenceKernels();
  }
}
