package io.repconv.graph.proof;

import io.repconv.graph.Attributes;
import io.repconv.graph.Attributes.Attribute;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Opaque;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A hash of how each value is computed, whatever the numbers: values of two graphs that are
 * computed alike have the same one.
 */
final class Structure {
  private static final Set<Binary> COMMUTATIVE =
      Set.of(Binary.ADD, Binary.MUL, Binary.MIN, Binary.MAX);

  private final Map<Value, Long> hashes = new HashMap<>();
  private final Set<Long> all;

  Structure(Graph graph) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      hashes.put(graph.inputs().get(i), mixed(i));
    }
    for (Node node : graph.nodes()) {
      long hash = hash(node);
      for (int i = 0; i < node.outputs().size(); i++) {
        hashes.put(node.outputs().get(i), mixed(hash + i));
      }
    }
    all = new HashSet<>(hashes.values());
  }

  static boolean isCommutative(Op op) {
    return op instanceof Binary binary && COMMUTATIVE.contains(binary);
  }

  long of(Value value) {
    return hashes.getOrDefault(value, 0L);
  }

  boolean has(long hash) {
    return all.contains(hash);
  }

  private long hash(Node node) {
    long hash = operator(node);
    for (int i = 0; i < node.inputs().size(); i++) {
      long input = of(node.input(i));
      long place = isCommutative(node.op()) ? 0 : i;
      hash += input == 0 ? 0 : mixed(input + place);
    }
    return mixed(hash);
  }

  private static long operator(Node node) {
    return ConvolutionMap.of(node)
        .map(map -> (long) Objects.hash("Conv", map.strides(), map.spans()))
        .orElseGet(() -> (long) key(node.op()).hashCode());
  }

  /**
   * What makes two operators the same: nothing that only follows from their inputs, and numbers as
   * a file holds them, in float32.
   */
  private static Object key(Op op) {
    if (op instanceof Opaque opaque) {
      return List.of(opaque.domain(), opaque.name(), opaque.opset(), opaque.attributes());
    }
    Map<String, Attribute> attributes = op.attributes().asMap();
    if (attributes.values().stream().noneMatch(Attributes.Real.class::isInstance)) {
      return op;
    }
    Map<String, Attribute> stored = new HashMap<>(attributes);
    stored.replaceAll(
        (name, value) -> value instanceof Attributes.Real real ? rounded(real) : value);
    return List.of(op.name(), stored);
  }

  private static Attribute rounded(Attributes.Real real) {
    return new Attributes.Real((float) real.value());
  }

  static boolean sameOperator(Op a, Op b) {
    return key(a).equals(key(b));
  }

  /** The finalizer of MurmurHash3: every bit depends on every bit. */
  private static long mixed(long bits) {
    long hash = bits + 0x9e3779b97f4a7c15L;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
