package io.corpuscle.engine.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Chooses kernels by name, once, when an engine opens. A provider asked for by name that cannot run
 * is an error; only {@value #AUTO} falls back.
 */
public final class KernelSelection {
  /** The fastest provider that can run here. */
  public static final String AUTO = "auto";

  private final List<KernelProvider> providers;
  private final Consumer<String> warnings;

  /**
   * Chooses among {@code providers}.
   *
   * @param warnings is told why {@value #AUTO} passes over a faster provider
   */
  public KernelSelection(List<KernelProvider> providers, Consumer<String> warnings) {
    this.warnings = warnings;
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
            .toList(),
        LoggerFactory.getLogger(KernelSelection.class)::warn);
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
        if (name.equals(AUTO)) {
          warnOfFaster(provider);
        }
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

  private void warnOfFaster(KernelProvider chosen) {
    List<KernelProvider> faster = providers.subList(0, providers.indexOf(chosen));
    if (!faster.isEmpty()) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "Reading with kernels '%s'; faster ones cannot run here: %s.",
              chosen.name(),
              faster.stream().map(KernelSelection::state).collect(Collectors.joining(", "))));
    }
  }

  private static String state(KernelProvider provider) {
    return provider.name() + " (" + provider.obstacle().orElse("available") + ")";
  }
}
