package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.generation.GenerationContract;
import io.corpuscle.engine.kernel.Kernels;

class OnednnGenerationTest extends GenerationContract {

  @Override
  protected Kernels kernels() {
    return new OnednnProvider().kernels();
  }
}
