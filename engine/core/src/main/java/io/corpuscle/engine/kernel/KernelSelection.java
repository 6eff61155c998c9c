package io.corpuscle.engine.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Chooses kernels by name, once, when an engine opens. A provider asked for by name that cannot run
 * is an error; only {@value #AUTO} falls back.
 */
public final class KernelSelection {
  /** The fastest provider that can run here. */
  public static final String AUTO = "auto";

  private final List<KernelProvider> providers;

  /** Chooses among {@code providers}. */
  public KernelSelection(List<KernelProvider> providers) {
    this.providers =
        providers.stream()
            .sorted(Comparator.comparingInt(KernelProvider::rank).reversed())
            .toList();
  }

  /** Chooses among the providers on the class path. */
  public static KernelSelection onClassPath() {
    return new KernelSelection(
        ServiceLoader.load(KernelProvider.class, KernelSelection.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** Every provider, fastest first, whether it can run or not. */
  public List<KernelProvider> providers() {
    return providers;
  }

  /**
   * The kernels of that name, or the fastest for {@value #AUTO}.
   *
   * @throws IllegalArgumentException if there is none of that name, or it cannot run here
   */
  public Kernels choose(String name) {
    for (KernelProvider provider : providers) {
      boolean wanted = name.equals(AUTO) || name.equals(provider.name());
      if (wanted && provider.obstacle().isEmpty()) {
        return provider.kernels();
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Kernels '%s' cannot run here. Providers: %s. Set kernels to one that can, or to '%s'.",
            name,
            providers.stream().map(KernelSelection::state).collect(Collectors.joining(", ")),
            AUTO));
  }

  private static String state(KernelProvider provider) {
    return provider.name() + " (" + provider.obstacle().orElse("available") + ")";
  }
}
