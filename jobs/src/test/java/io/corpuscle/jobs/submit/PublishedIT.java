package io.corpuscle.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.faults.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a repository has of it: one jar, and a POM that asks for nothing. */
class PublishedIT {
  private static final Path POM = Path.of("dependency-reduced-pom.xml");
  private static final String VERSION = System.getProperty("corpuscle.version");

  /** Under a version that no other repository has: Spark asks the user's own first. */
  private static final String TRIED = VERSION + "-tried";

  @TempDir private Path folder;

  @Test
  void whoDependsOnItGetsNothingElse() throws Exception {
    NodeList dependencies =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(POM.toFile())
            .getElementsByTagName("dependency");

    assertThat(dependencies.getLength()).isPositive();
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      assertThat(text(dependency, "scope"))
          .as(text(dependency, "artifactId"))
          .isIn("provided", "test");
    }
  }

  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  @Test
  void noClassOfItIsAlsoOneOfSparks() throws IOException {
    Set<String> ours = classes(SparkHome.JAR);
    assertThat(ours).contains("io/corpuscle/jobs/cli/Corpuscle.class");
    try (Stream<Path> jars = Files.list(SparkHome.built().folder().resolve("jars"))) {
      for (Path jar : jars.toList()) {
        assertThat(classes(jar)).as(jar.toString()).doesNotContainAnyElementsOf(ours);
      }
    }
  }

  private static Set<String> classes(Path jar) throws IOException {
    Set<String> names = new HashSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .forEach(names::add);
    }
    return names;
  }

  @Test
  void sparkFetchesItFromARepository() throws IOException, InterruptedException {
    Path repository = folder.resolve("repository");
    publishPom(repository, "corpuscle", Path.of("..", "pom.xml"));
    publishPom(repository, "corpuscle-jobs", POM);
    Files.copy(SparkHome.JAR, published(repository, "corpuscle-jobs", "jar"));
    Lake lake = Lake.in(folder);
    SubmittedRun run = new SubmittedRun(lake, "dna", folder.resolve("out"));
    List<String> arguments = new ArrayList<>(List.of("--master", "local[2]"));
    arguments.addAll(List.of("--packages", "io.corpuscle:corpuscle-jobs:" + TRIED));
    arguments.addAll(List.of("--repositories", repository.toUri().toString()));
    arguments.addAll(List.of("--conf", "spark.jars.ivy=" + folder.resolve("ivy")));
    arguments.addAll(List.of("--class", SparkHome.MAIN, "spark-internal"));
    arguments.addAll(run.arguments());

    SparkHome.built().submit(folder, arguments);

    assertThat(run.hash()).isEqualTo(run.hashHere());
    try (Stream<Path> fetched = Files.list(folder.resolve("ivy/jars"))) {
      assertThat(fetched)
          .singleElement()
          .extracting(jar -> jar.getFileName().toString())
          .isEqualTo("io.corpuscle_corpuscle-jobs-" + TRIED + ".jar");
    }
  }

  private static void publishPom(Path repository, String artifact, Path pom) throws IOException {
    String text = Files.readString(pom).replace(VERSION, TRIED);
    Files.writeString(published(repository, artifact, "pom"), text);
  }

  private static Path published(Path repository, String artifact, String type) throws IOException {
    Path folder = repository.resolve("io/corpuscle").resolve(artifact).resolve(TRIED);
    return Files.createDirectories(folder).resolve(artifact + "-" + TRIED + "." + type);
  }
}
