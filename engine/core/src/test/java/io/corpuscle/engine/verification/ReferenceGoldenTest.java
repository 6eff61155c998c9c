package io.corpuscle.engine.verification;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import java.util.List;

class ReferenceGoldenTest extends GoldenContract {

  @Override
  protected Kernels kernels() {
    return new ReferenceKernels();
  }

  /** Plain loops take a minute for each; what they mean is held to in the contract of kernels. */
  @Override
  protected List<Precision> precisions() {
    return List.of(Precision.FLOAT32);
  }
}
