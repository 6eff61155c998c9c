package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.reading.ResumeContract;

class OnednnResumeProperties extends ResumeContract {

  OnednnResumeProperties() {
    super(new OnednnProvider().kernels());
  }
}
