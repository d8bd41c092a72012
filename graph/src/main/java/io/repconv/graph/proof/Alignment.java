package io.repconv.graph.proof;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.ConvTranspose;
import io.repconv.graph.op.Gemm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two graphs laid on each other, from the outputs backwards: each value of the one that has a
 * counterpart in the other, computed by the same operator from counterparts. Inputs and outputs are
 * counterparts by their order. The numbers of constants are not looked at.
 */
final class Alignment {
  private final Graph original;
  private final Graph deployed;
  private final Structure originalStructure;
  private final Structure deployedStructure;
  private final Uses originalUses;
  private final Uses deployedUses;
  private final Map<Value, Value> deployedOf = new HashMap<>();
  private final Map<Value, Value> originalOf = new HashMap<>();
  private final List<Constants> constants = new ArrayList<>();
  private final Deque<Pair> open = new ArrayDeque<>();
  private @Nullable Parting parting;

  private record Pair(Value original, Value deployed) {}

  /**
   * Two constants that are read alike.
   *
   * <p>One of them may be absent where that stands for zeros.
   *
   * @param originalInput which input of the original's node the one is
   * @param deployedInput which input of the deployed node the other is
   */
  record Constants(Node original, int originalInput, Node deployed, int deployedInput) {}

  private Alignment(Graph original, Graph deployed) {
    this.original = original;
    this.deployed = deployed;
    this.originalStructure = new Structure(original);
    this.deployedStructure = new Structure(deployed);
    this.originalUses = new Uses(original);
    this.deployedUses = new Uses(deployed);
  }

  /** Lays two graphs on each other as far as they are the same. */
  static Alignment of(Graph original, Graph deployed) {
    Alignment alignment = new Alignment(original, deployed);
    alignment.run();
    return alignment;
  }

  /** Where the two are not the same, empty where all of them is. */
  Optional<Parting> parting() {
    return Optional.ofNullable(parting);
  }

  List<Constants> constants() {
    return List.copyOf(constants);
  }

  private void run() {
    if (original.inputs().size() != deployed.inputs().size()
        || original.outputs().size() != deployed.outputs().size()) {
      parting = new Parting("", "", "The numbers of inputs or outputs differ.");
      return;
    }
    for (int i = 0; i < original.inputs().size(); i++) {
      deployedOf.put(original.inputs().get(i), deployed.inputs().get(i));
      originalOf.put(deployed.inputs().get(i), original.inputs().get(i));
    }
    for (int i = 0; i < original.outputs().size(); i++) {
      open.add(new Pair(original.outputs().get(i), deployed.outputs().get(i)));
    }
    while (!open.isEmpty()) {
      meet(open.poll());
    }
  }

  private void meet(Pair pair) {
    Value a = pair.original();
    Value b = pair.deployed();
    if (deployedOf.get(a) == b) {
      return;
    }
    Node one = originalUses.producer(a);
    Node other = deployedUses.producer(b);
    if (one == null || other == null || deployedOf.containsKey(a) || originalOf.containsKey(b)) {
      part("What is computed once in one of the graphs is not in the other.");
    } else if (!isSame(one, other)
        || one.outputs().indexOf(a) != other.outputs().indexOf(b)
        || !meetInputs(one, other)) {
      part(
          "The original computes %s, the deployed graph %s."
              .formatted(one.described(), other.described()));
    } else {
      deployedOf.put(a, b);
      originalOf.put(b, a);
    }
  }

  private static boolean isSame(Node one, Node other) {
    Optional<ConvolutionMap> map = ConvolutionMap.of(one);
    Optional<ConvolutionMap> otherMap = ConvolutionMap.of(other);
    return (map.isPresent() && otherMap.isPresent())
        ? map.get().hasDomainOf(otherMap.get())
        : Structure.sameOperator(one.op(), other.op());
  }

  /** Whether the inputs can be counterparts, as far as this node tells. */
  private boolean meetInputs(Node one, Node other) {
    int count = Math.max(one.inputs().size(), other.inputs().size());
    boolean crossed = isCrossed(one, other);
    for (int i = 0; i < count; i++) {
      Value a = one.input(i);
      int place = crossed ? 1 - i : i;
      Value b = other.input(place);
      if (isNumber(a, one, i) && isNumber(b, other, place)) {
        if (a.isConstant() || b.isConstant()) {
          constants.add(new Constants(one, i, other, place));
        }
      } else if (isNumber(a, one, i) || isNumber(b, other, place) || a.isAbsent() != b.isAbsent()) {
        return false;
      } else if (!a.isAbsent()) {
        open.add(new Pair(a, b));
      }
    }
    return true;
  }

  /** Constants, and what stands for zeros where it is absent. */
  private static boolean isNumber(Value value, Node node, int input) {
    boolean bias =
        input == 2
            && (node.op() instanceof Conv
                || node.op() instanceof ConvTranspose
                || node.op() instanceof Gemm);
    return value.isConstant() || (value.isAbsent() && bias);
  }

  /** Whether the operands of a commutative operator stand the other way round. */
  private boolean isCrossed(Node one, Node other) {
    if (!Structure.isCommutative(one.op())
        || one.inputs().size() != 2
        || other.inputs().size() != 2) {
      return false;
    }
    long a = originalStructure.of(one.input(0));
    long b = originalStructure.of(one.input(1));
    long c = deployedStructure.of(other.input(0));
    long d = deployedStructure.of(other.input(1));
    boolean named = one.input(0).name().equals(other.input(1).name());
    return a == d && b == c && (a != b || named);
  }

  private void part(String reason) {
    if (parting == null) {
      parting =
          new Parting(
              firstWithout(original, originalStructure, deployedStructure),
              firstWithout(deployed, deployedStructure, originalStructure),
              reason);
    }
  }

  private static String firstWithout(Graph graph, Structure own, Structure other) {
    return graph.nodes().stream()
        .filter(node -> !other.has(own.of(node.output())))
        .findFirst()
        .map(Node::described)
        .orElse("");
  }
}
