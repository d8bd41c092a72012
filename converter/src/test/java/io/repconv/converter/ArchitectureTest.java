package io.repconv.converter;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.repconv.converter.cli.Main;
import java.io.ObjectInputStream;
import org.junit.jupiter.api.Test;

/** Holds the packages of all modules to the direction converter, then runtime, then graph. */
class ArchitectureTest {
  private static final String GRAPH = "io.repconv.graph..";
  private static final String RUNTIME = "io.repconv.runtime..";
  private static final String CONVERTER = "io.repconv.converter..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.repconv");

  @Test
  void everyModuleIsLookedAt() {
    assertThat(CLASSES.stream().map(c -> c.getPackageName().split("\\.")[2]).distinct())
        .containsExactlyInAnyOrder("graph", "runtime", "converter");
  }

  @Test
  void modulesLookOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("graph")
        .definedBy(GRAPH)
        .layer("runtime")
        .definedBy(RUNTIME)
        .layer("converter")
        .definedBy(CONVERTER)
        .whereLayer("converter")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("runtime")
        .mayOnlyBeAccessedByLayers("converter")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.repconv.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void graphUsesTheJdkAndJspecifyAlone() {
    classes()
        .that()
        .resideInAPackage(GRAPH)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(GRAPH, "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineEndsTheJvm() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Main.class.getPackageName())
        .should()
        .callMethodWhere(
            describe(
                "the target ends the JVM",
                call ->
                    (call.getTargetOwner().isEquivalentTo(System.class)
                            && call.getName().equals("exit"))
                        || (call.getTargetOwner().isEquivalentTo(Runtime.class)
                            && (call.getName().equals("exit") || call.getName().equals("halt")))))
        .check(CLASSES);
  }

  @Test
  void nothingDeserialisesJavaObjects() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(CLASSES);
  }

  /** Starting up must not load the layout's classes, of which there are many. */
  @Test
  void onlyThePageDraws() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..drawing..")
        .and()
        .doNotHaveSimpleName("HtmlNetwork")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..drawing..", "org.eclipse..")
        .check(CLASSES);
  }
}
