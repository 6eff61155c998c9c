package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.kernel.KernelProvider;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.vector.VectorProvider;
import java.util.Optional;

/** Offers the oneDNN kernels where the native library loads and the vector kernels run too. */
public final class OnednnProvider implements KernelProvider {
  /** The name of this provider. */
  public static final String NAME = "onednn";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return 20;
  }

  @Override
  public Optional<String> obstacle() {
    return new VectorProvider().obstacle().or(OnednnLibrary::obstacle);
  }

  @Override
  public Kernels kernels() {
    return new OnednnKernels();
  }
}
