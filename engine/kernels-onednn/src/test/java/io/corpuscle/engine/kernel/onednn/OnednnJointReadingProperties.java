package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.reading.JointReadingContract;

class OnednnJointReadingProperties extends JointReadingContract {

  OnednnJointReadingProperties() {
    super(new OnednnProvider().kernels());
  }
}
