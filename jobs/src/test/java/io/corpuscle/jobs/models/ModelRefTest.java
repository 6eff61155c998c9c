package io.corpuscle.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.jobs.models.ModelRef.ModelFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRefTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../config.json", "/etc/passwd", "a/b", "a\\b", ".hidden", "a\0b"})
  void noFileNameLeadsOutOfTheDirectory(String name) {
    assertThatThrownBy(() -> new ModelFile(name, "cafe"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not a plain file name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "model-00001-of-00002.safetensors", "a b..safetensors"})
  void plainNamesAreTaken(String name) {
    assertThat(new ModelFile(name, "cafe").name()).isEqualTo(name);
  }
}
