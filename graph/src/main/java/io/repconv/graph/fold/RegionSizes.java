package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Gather;
import io.repconv.graph.op.ShapeOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sizes that a region's nodes read, computed from the region's base: wherever the graph takes them
 * from, they are numbers or a size of the base and a number.
 */
final class RegionSizes {
  private RegionSizes() {}

  /** One element: a size of the base (an axis, or none for -1) plus a number. */
  private record Element(int axis, long plus) {}

  /** Whether every element of an integer vector follows from the base's sizes. */
  static boolean follow(Value sizes, Value base) {
    return elements(sizes, base).isPresent();
  }

  private static Optional<List<Element>> elements(Value sizes, Value base) {
    List<Dim> integers = sizes.integers();
    if (integers == null || !sizes.shape().hasRank(1)) {
      return Optional.empty();
    }
    List<Element> elements = new ArrayList<>();
    for (Dim integer : integers) {
      Optional<Element> element = element(integer, base);
      if (element.isEmpty()) {
        return Optional.empty();
      }
      elements.add(element.get());
    }
    return Optional.of(elements);
  }

  private static Optional<Element> element(Dim integer, Value base) {
    if (integer.isConstant()) {
      return Optional.of(new Element(-1, integer.value()));
    }
    for (int axis = 0; axis < base.shape().rank(); axis++) {
      Dim difference = integer.minus(base.shape().dim(axis));
      if (difference.isConstant()) {
        return Optional.of(new Element(axis, difference.value()));
      }
    }
    return Optional.empty();
  }

  /**
   * The same vector as a value of the region's own graph.
   *
   * @param base the base in the whole graph, {@code input} in the region's
   */
  static Value write(GraphBuilder builder, Value base, Value input, Value sizes) {
    String name = sizes.name();
    Value shape =
        builder.add(new ShapeOf(0, null), List.of(input), Origin.UNKNOWN, name + ".shape");
    List<Value> parts = new ArrayList<>();
    for (Element element : elements(sizes, base).orElseThrow()) {
      Value number = builder.constant(name + ".plus", Tensor.ofInts(element.plus()));
      if (element.axis() >= 0) {
        Value axis = builder.constant(name + ".axis", Tensor.ofInts(element.axis()));
        Value size =
            builder.add(new Gather(0), List.of(shape, axis), Origin.UNKNOWN, name + ".size");
        number = builder.add(Binary.ADD, List.of(size, number), Origin.UNKNOWN, name + ".sum");
      }
      parts.add(number);
    }
    return builder.add(new Concat(0), parts, Origin.UNKNOWN, name);
  }
}
