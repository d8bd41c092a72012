package io.repconv.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Vocabulary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Two threads that initialise two classes, each of which needs the other, wait for each other for
 * ever; and classes are initialised on two threads while a model is read.
 */
class StaticInitialisersTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.repconv.graph", "io.repconv.runtime", "io.repconv.converter");

  @Test
  void noClassNeedsAnotherThatNeedsIt() {
    Map<JavaClass, Set<JavaClass>> needs = new HashMap<>();
    for (JavaClass owner : classes) {
      owner.getStaticInitializer().ifPresent(code -> needs.put(owner, needs(owner, code)));
    }
    assertThat(needs.get(classes.get(Vocabulary.class))).contains(classes.get(Unary.class));
    List<String> circles = new ArrayList<>();
    needs.forEach(
        (owner, direct) -> {
          if (reachable(direct, needs).contains(owner)) {
            circles.add(
                owner.getName() + " needs " + direct.stream().map(JavaClass::getName).toList());
          }
        });
    assertThat(circles).isEmpty();
  }

  /** The classes that running a static initialiser may initialise. */
  private static Set<JavaClass> needs(JavaClass owner, JavaCodeUnit initialiser) {
    Set<JavaClass> needed = new LinkedHashSet<>();
    Set<JavaCodeUnit> seen = new HashSet<>();
    Deque<JavaCodeUnit> open = new ArrayDeque<>(List.of(initialiser));
    while (!open.isEmpty()) {
      JavaCodeUnit code = open.pop();
      if (!seen.add(code)) {
        continue;
      }
      for (JavaAccess<?> access : code.getAccessesFromSelf()) {
        for (JavaClass made = access.getTargetOwner();
            made != null;
            made = made.getRawSuperclass().orElse(null)) {
          needed.add(made);
        }
        access
            .getTarget()
            .resolveMember()
            .filter(JavaCodeUnit.class::isInstance)
            .map(JavaCodeUnit.class::cast)
            .ifPresent(open::push);
      }
    }
    needed.remove(owner);
    return needed;
  }

  private static Set<JavaClass> reachable(
      Collection<JavaClass> from, Map<JavaClass, Set<JavaClass>> needs) {
    Set<JavaClass> reached = new HashSet<>();
    Deque<JavaClass> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      JavaClass next = open.pop();
      if (reached.add(next)) {
        open.addAll(needs.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }
}
