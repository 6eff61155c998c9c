package io.corpuscle.engine.kernel.vector;

import io.corpuscle.engine.kernel.KernelProvider;
import io.corpuscle.engine.kernel.Kernels;
import java.util.Optional;

/**
 * Offers the vector kernels where the JVM was started with the module they need. Loads none of
 * their classes before {@link #kernels}, so that it can say so where it was not.
 */
public final class VectorProvider implements KernelProvider {
  /** The name of this provider. */
  public static final String NAME = "vector";

  private static final String MODULE = "jdk.incubator.vector";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Optional<String> obstacle() {
    return ModuleLayer.boot().findModule(MODULE).isPresent()
        ? Optional.empty()
        : Optional.of("start the JVM with --add-modules " + MODULE);
  }

  @Override
  public Kernels kernels() {
    return new VectorKernels();
  }
}
