package io.corpuscle.engine.reading;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;

class ResumeProperties extends ResumeContract {

  ResumeProperties() {
    super(new ReferenceKernels());
  }
}
