package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.reading.ResumeContract;

class VectorResumeProperties extends ResumeContract {

  VectorResumeProperties() {
    super(new VectorProvider().kernels());
  }
}
