package io.corpuscle.engine.kernel;

import java.util.Optional;

/**
 * A set of kernels that may or may not run on this machine. Modules offer theirs through {@link
 * java.util.ServiceLoader}.
 */
public interface KernelProvider {

  /** The name a configuration chooses it by, in lower case. */
  String name();

  /** Larger is faster; {@code auto} takes the largest that can run. */
  int rank();

  /** Why these kernels cannot run here and what would let them; empty if they can. */
  Optional<String> obstacle();

  /** The kernels. Only after {@link #obstacle} was empty. */
  Kernels kernels();
}
