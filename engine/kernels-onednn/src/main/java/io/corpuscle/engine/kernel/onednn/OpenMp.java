package io.corpuscle.engine.kernel.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.bytedeco.javacpp.Loader;

/**
 * The OpenMP runtime that oneDNN was linked to. How many threads it uses is a setting of each
 * thread that calls it: a task has one core, and says so once. Without that, a product on a busy
 * core waits for threads that have no core to run on, and is fifty times slower.
 */
final class OpenMp {
  private static final String RUNTIME = "gomp";

  private OpenMp() {}

  /** The functions of the runtime, found once. */
  private static final class Runtime {
    static final Function SET_THREADS;
    static final Function THREADS;

    static {
      // By its path: the system may have a second one of the same name, which counts for itself.
      String path =
          Loader.getLoadedLibraries().entrySet().stream()
              .filter(library -> library.getKey().startsWith(RUNTIME))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("oneDNN came without its OpenMP runtime"))
              .getValue();
      NativeLibrary library = NativeLibrary.getInstance(path);
      SET_THREADS = library.getFunction("omp_set_num_threads");
      THREADS = library.getFunction("omp_get_max_threads");
    }

    private Runtime() {}
  }

  /** From now on, what this thread calls runs on this thread alone. */
  static void useOneThread() {
    Runtime.SET_THREADS.invokeVoid(new Object[] {1});
  }

  /** How many threads a call from this thread would use. */
  static int threads() {
    return Runtime.THREADS.invokeInt(new Object[0]);
  }
}
