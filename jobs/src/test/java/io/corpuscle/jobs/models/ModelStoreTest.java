package io.corpuscle.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private final Path folder;
  private final Path cache;
  private final ModelStore store;
  private Path tiny;

  ModelStoreTest(@TempDir Path folder) {
    this.folder = folder;
    this.cache = folder.resolve("cache");
    this.store = store(cache);
  }

  private static ModelStore store(Path cache) {
    Configuration hadoop = new Configuration();
    hadoop.set(ModelStore.CACHE, cache.toString());
    hadoop.setClass("fs.lake.impl", LakeFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    return new ModelStore(hadoop);
  }

  @BeforeEach
  void writeModel() throws IOException {
    tiny = TinyModels.dna(folder.resolve("tiny"), 5);
  }

  @Test
  void aLocalDirectoryIsUsedWhereItIs() {
    ModelRef model = store.find(tiny.toString());

    assertThat(model.name()).isEqualTo("tiny");
    assertThat(store.local(model)).isEqualTo(tiny);
    assertThat(cache).doesNotExist();
  }

  @Test
  void bundledModelsAreThereByName() throws IOException {
    ModelRef model = store.find("dna");

    Path local = store.local(model);

    assertThat(model.name()).isEqualTo("dna");
    assertThat(names(local))
        .containsExactlyInAnyOrder("config.json", "model.safetensors", "tokenizer_config.json");
    assertThat(store.find(local.toString()).fingerprint()).isEqualTo(model.fingerprint());
  }

  @Test
  void aRemoteModelIsFetchedOnceAndVerified() throws IOException {
    ModelRef model = store.find("lake://" + tiny);
    LakeFileSystem.OPENED.set(0);

    Path first = store.local(model);
    Path second = store(cache).local(model);

    assertThat(first).isEqualTo(second).isEqualTo(cache.resolve(model.fingerprint()));
    assertThat(LakeFileSystem.OPENED).hasValue(model.files().size());
    assertThat(store.find(tiny.toString()).fingerprint()).isEqualTo(model.fingerprint());
  }

  @Test
  void aDamagedCopyIsMended() throws IOException {
    ModelRef model = store.find("lake://" + tiny);
    Path local = store.local(model);
    Files.writeString(local.resolve("config.json"), "{");
    Files.delete(local.resolve("model.safetensors"));
    Files.createDirectories(cache.resolve(model.fingerprint() + ".part"));

    store.local(model);

    assertThat(local.resolve("config.json")).hasSameBinaryContentAs(tiny.resolve("config.json"));
    assertThat(local.resolve("model.safetensors"))
        .hasSameBinaryContentAs(tiny.resolve("model.safetensors"));
    assertThat(names(cache))
        .containsExactlyInAnyOrder(model.fingerprint(), model.fingerprint() + ".lock");
  }

  @Test
  void aModelThatChangedSinceItWasFoundIsRefused() throws IOException {
    ModelRef here = store.find(tiny.toString());
    ModelRef remote = store.find("lake://" + tiny);
    TinyModels.dna(tiny, 6);

    assertThatThrownBy(() -> store.local(here))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining("on each");
    assertThatThrownBy(() -> store.local(remote))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining("changed");
    assertThat(cache.resolve(remote.fingerprint())).doesNotExist();
  }

  @Test
  void aModelThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> store.find("tex"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'tex'")
        .hasMessageContaining("text and dna");
    assertThatThrownBy(() -> store.find("nosuch://host/model"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nosuch://host/model");
  }

  @Test
  void theFingerprintIsOfTheModelAndNothingBesideIt() throws IOException {
    String fingerprint = store.find(tiny.toString()).fingerprint();

    Files.writeString(tiny.resolve("README.md"), "about");
    Files.writeString(tiny.resolve("expected.safetensors"), "logits");
    assertThat(store.find(tiny.toString()).fingerprint()).isEqualTo(fingerprint);

    Files.writeString(tiny.resolve("config.json"), "{}");
    assertThat(store.find(tiny.toString()).fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void threadsThatAskAtOnceFetchOnce() throws Exception {
    ModelRef model = store.find("lake://" + tiny);
    LakeFileSystem.OPENED.set(0);
    Set<Path> paths = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Boolean>> asks =
        Stream.<Callable<Boolean>>generate(() -> () -> paths.add(store.local(model)))
            .limit(8)
            .toList();

    for (Future<Boolean> asked : threads.invokeAll(asks)) {
      asked.get();
    }
    threads.shutdown();

    assertThat(paths).containsExactly(cache.resolve(model.fingerprint()));
    assertThat(LakeFileSystem.OPENED).hasValue(model.files().size());
  }

  @Test
  void jvmsThatAskAtOnceAllGetTheModel() throws Exception {
    List<Process> jvms = Stream.generate(() -> jvm(cache, tiny)).limit(3).toList();

    for (Process jvm : jvms) {
      String output = new String(jvm.getInputStream().readAllBytes());
      assertThat(jvm.waitFor()).as(output).isZero();
    }

    assertThat(names(cache)).hasSize(2);
  }

  private static Process jvm(Path cache, Path model) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Ask.class.getName(),
              cache.toString(),
              model.toString())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What another JVM does: finds the model, and has it copied here. */
  static final class Ask {
    public static void main(String[] cacheAndModel) {
      ModelStore store = store(Path.of(cacheAndModel[0]));
      ModelRef model = store.find("lake://" + cacheAndModel[1]);
      if (!store.find(store.local(model).toString()).fingerprint().equals(model.fingerprint())) {
        throw new IllegalStateException("not the model that was asked for");
      }
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
