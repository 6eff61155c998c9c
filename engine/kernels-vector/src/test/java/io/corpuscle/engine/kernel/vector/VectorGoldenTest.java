package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.verification.GoldenContract;

class VectorGoldenTest extends GoldenContract {

  @Override
  protected Kernels kernels() {
    return new VectorProvider().kernels();
  }
}
