package io.repconv.graph.op;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What integer tensors hold before the graph runs: the arithmetic that networks do on their shapes.
 */
final class Content {
  /** Longer vectors are not followed: shapes are short. */
  static final int LONGEST = 64;

  private Content() {}

  /** The elements of a small integer or boolean tensor as expressions, null where not known. */
  static @Nullable List<Dim> of(Value value) {
    return value.integers();
  }

  /** The one element of a scalar or a vector of length 1, null where it is not known. */
  static @Nullable Dim scalar(Value value) {
    List<Dim> content = value.integers();
    return content != null && content.size() == 1 ? content.get(0) : null;
  }

  /** The elements as numbers, of a constant of any size too; null where not known. */
  static long @Nullable [] numbers(Value value) {
    List<Dim> content = value.integers();
    if (content != null && content.stream().allMatch(Dim::isConstant)) {
      return content.stream().mapToLong(Dim::value).toArray();
    }
    boolean integers = value.element().isInteger() || value.element() == ElementType.BOOL;
    return integers && value.constant() != null ? value.constant().longs() : null;
  }

  /** A type with this content where it is known, short and of rank 0 or 1. */
  static Value.Type type(ElementType element, Shape shape, @Nullable List<Dim> content) {
    if (content == null) {
      return new Value.Type(element, shape);
    }
    boolean kept =
        content.size() <= LONGEST
            && (element.isInteger() || element == ElementType.BOOL)
            && shape.isStatic()
            && shape.rank() <= 1
            && shape.elements().is(content.size());
    return kept ? Value.Type.ofIntegers(element, shape, content) : new Value.Type(element, shape);
  }

  /** The length of a vector that holds a shape, axes or pads; -1 where it is not known. */
  static int length(Value vector) {
    Inputs.requireRank(vector, 1, vector.name());
    Shape shape = vector.shape();
    return shape.isStatic() ? Math.toIntExact(shape.dim(0).value()) : -1;
  }
}
