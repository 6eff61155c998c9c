package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.verification.GoldenContract;

class OnednnGoldenTest extends GoldenContract {

  @Override
  protected Kernels kernels() {
    return new OnednnKernels();
  }
}
