package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.reading.JointReadingContract;

class VectorJointReadingProperties extends JointReadingContract {

  VectorJointReadingProperties() {
    super(new VectorProvider().kernels());
  }
}
