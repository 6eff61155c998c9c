package io.corpuscle.engine.kernel.reference;

import io.corpuscle.engine.kernel.KernelProvider;
import io.corpuscle.engine.kernel.Kernels;
import java.util.Optional;

/** Offers the reference kernels, which run everywhere. */
public final class ReferenceProvider implements KernelProvider {

  @Override
  public String name() {
    return ReferenceKernels.NAME;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Kernels kernels() {
    return new ReferenceKernels();
  }
}
