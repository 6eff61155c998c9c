package io.corpuscle;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.corpuscle.engine.planted.Trespasser;
import org.junit.jupiter.api.Test;

/**
 * The rules between packages. They look at main classes; {@link Trespasser} proves they can fail.
 */
@AnalyzeClasses(
    packages = "io.corpuscle",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** The engine's tests are on this module's class path as a jar. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule engineDependsOnNothingAboveIt =
      noClasses()
          .that()
          .resideInAPackage("io.corpuscle.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.corpuscle.schemas..", "io.corpuscle.jobs..", "io.corpuscle.bench..");

  @ArchTest
  static final ArchRule measuringKnowsTheEngineAlone =
      noClasses()
          .that()
          .resideInAPackage("io.corpuscle.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.corpuscle.schemas..", "io.corpuscle.jobs..");

  @ArchTest
  static final ArchRule onlyTheCommandLineMeasures =
      noClasses()
          .that(not(resideInAnyPackage("io.corpuscle.bench..", "io.corpuscle.jobs.cli..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.corpuscle.bench..");

  @ArchTest
  static final ArchRule schemasDependOnNothingAboveThem =
      noClasses()
          .that()
          .resideInAPackage("io.corpuscle.schemas..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.corpuscle.jobs..", "org.apache.spark..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule engineIsPlainJava =
      noClasses()
          .that()
          .resideInAPackage("io.corpuscle.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..",
              "org.apache.hadoop..",
              "org.apache.arrow..",
              "org.apache.parquet..",
              "scala..");

  @ArchTest
  static final ArchRule engineHasNoCycles =
      slices().matching("io.corpuscle.engine.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule jobsHaveNoCycles =
      slices().matching("io.corpuscle.jobs.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyRoomHasAName =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..misc..");

  @ArchTest
  static final ArchRule vectorsStayInTheirProvider =
      noClasses()
          .that(
              not(resideInAnyPackage(
                      "io.corpuscle.engine.kernel.vector..", "io.corpuscle.engine.kernel.onednn.."))
                  .and(not(resideInAPackage("io.corpuscle.bench.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule modelsKnowNoProvider =
      noClasses()
          .that()
          .resideInAPackage("io.corpuscle.engine.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.corpuscle.engine.kernel.reference..",
              "io.corpuscle.engine.kernel.vector..",
              "io.corpuscle.engine.kernel.onednn..");

  @ArchTest
  static final ArchRule onlyPicturesAreDrawn =
      noClasses()
          .that(not(resideInAPackage("io.corpuscle.jobs.pictures..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "javax.imageio..", "javax.swing..", "org.knowm..");

  @Test
  void aPlantedImportBreaksTheRules() {
    JavaClasses planted = new ClassFileImporter().importClasses(Trespasser.class);

    assertThat(engineIsPlainJava.evaluate(planted).hasViolation()).isTrue();
    assertThat(vectorsStayInTheirProvider.evaluate(planted).hasViolation()).isTrue();
    assertThat(onlyPicturesAreDrawn.evaluate(planted).hasViolation()).isTrue();
  }
}
