package io.corpuscle.engine.generation;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;

class ReferenceGenerationTest extends GenerationContract {

  @Override
  protected Kernels kernels() {
    return new ReferenceKernels();
  }
}
