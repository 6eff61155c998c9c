package io.corpuscle.engine.reading;

import io.corpuscle.engine.kernel.reference.ReferenceKernels;

class JointReadingProperties extends JointReadingContract {

  JointReadingProperties() {
    super(new ReferenceKernels());
  }
}
