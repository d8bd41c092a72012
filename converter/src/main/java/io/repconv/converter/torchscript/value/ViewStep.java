package io.repconv.converter.torchscript.value;

import io.repconv.graph.Shape;
import io.repconv.graph.Value;

/**
 * How a view lies in its base: what part it reads, and what the base is after that part was
 * replaced.
 */
public interface ViewStep {
  /** The shape of the view on a base of this shape. */
  Shape shape(Shape base);

  /** Whether a view on row-major memory is row-major itself. */
  boolean keepsOrder(Shape base);

  /** The view's content. */
  Value read(Emitter emitter, Value base);

  /**
   * The base's content after the view became {@code updated}.
   *
   * @param updated of the view's shape and type
   */
  Value write(Emitter emitter, Value base, Value updated);
}
