package io.corpuscle.engine.kernel.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.bytedeco.javacpp.Loader;

/**
 * The OpenMP runtime that oneDNN was linked to. How many threads it uses is a setting of each
 * thread that calls it: a task has one core, and says so once.
 */
final class OpenMp {
  private static final String RUNTIME = "gomp";

  private OpenMp() {}

  /** From now on, what this thread calls runs on this thread alone. */
  static void useOneThread() {
    function("omp_set_num_threads").invokeVoid(new Object[] {1});
  }

  /** How many threads a call from this thread would use. */
  static int threads() {
    return function("omp_get_max_threads").invokeInt(new Object[0]);
  }

  private static Function function(String name) {
    // By its path: the system may have a second one of the same name, which counts for itself.
    String path =
        Loader.getLoadedLibraries().entrySet().stream()
            .filter(library -> library.getKey().startsWith(RUNTIME))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("oneDNN came without its OpenMP runtime"))
            .getValue();
    return NativeLibrary.getInstance(path).getFunction(name);
  }
}
