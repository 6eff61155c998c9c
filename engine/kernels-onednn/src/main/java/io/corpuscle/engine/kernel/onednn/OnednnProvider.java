package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.kernel.KernelProvider;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.vector.VectorProvider;
import java.util.Optional;

/** Offers the oneDNN kernels where the native library loads and the vector kernels run too. */
public final class OnednnProvider implements KernelProvider {
  /** The name of this provider. */
  public static final String NAME = "onednn";

  /** The last whose Vector API reads and writes byte buffers. */
  private static final int LATEST_JAVA = 18;

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
    return new VectorProvider()
        .obstacle()
        .or(() -> laterJava(Runtime.version().feature()))
        .or(OnednnLibrary::obstacle);
  }

  private static Optional<String> laterJava(int feature) {
    return feature <= LATEST_JAVA
        ? Optional.empty()
        : Optional.of(
            "this is Java "
                + feature
                + ", whose vectors no longer read byte buffers; use Java 17, or the vector kernels");
  }

  @Override
  public Kernels kernels() {
    return new OnednnKernels();
  }
}
