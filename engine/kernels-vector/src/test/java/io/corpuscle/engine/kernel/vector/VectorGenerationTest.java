package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.generation.GenerationContract;
import io.corpuscle.engine.kernel.Kernels;

class VectorGenerationTest extends GenerationContract {

  @Override
  protected Kernels kernels() {
    return new VectorProvider().kernels();
  }
}
