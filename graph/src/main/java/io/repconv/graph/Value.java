package io.repconv.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of a graph: an input, a constant, or an output of a node. Values are compared by
 * identity; names are unique within a graph.
 */
public final class Value {
  /** Stands for an optional input that is not given. */
  public static final Value ABSENT =
      new Value("", new Type(ElementType.OTHER, Shape.UNRANKED), null);

  /**
   * What is known of a value before it is computed.
   *
   * @param integers the elements of an integer or boolean tensor of rank 0 or 1 as expressions over
   *     the sizes of the graph's inputs, where they are known: what makes the shape arithmetic of a
   *     graph foldable
   */
  public record Type(ElementType element, Shape shape, @Nullable List<Dim> integers) {
    public Type(ElementType element, Shape shape) {
      this(element, shape, null);
    }

    /**
     * An integer vector, or a scalar where {@code shape} has no dimensions, with known elements.
     */
    public static Type ofIntegers(ElementType element, Shape shape, List<Dim> integers) {
      return new Type(element, shape, List.copyOf(integers));
    }
  }

  private final String name;
  private final Type type;
  private final @Nullable Tensor constant;

  Value(String name, Type type, @Nullable Tensor constant) {
    this.name = name;
    this.type = type;
    this.constant = constant;
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  public ElementType element() {
    return type.element();
  }

  public Shape shape() {
    return type.shape();
  }

  public @Nullable List<Dim> integers() {
    return type.integers();
  }

  /** The tensor of a constant value, null for one that is computed or fed. */
  public @Nullable Tensor constant() {
    return constant;
  }

  public boolean isConstant() {
    return constant != null;
  }

  public boolean isAbsent() {
    return this == ABSENT;
  }

  @Override
  public String toString() {
    return "%" + name + ": " + element().text() + shape();
  }
}
