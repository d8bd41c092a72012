package io.repconv.converter.input;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes of a command line, taken one by one for the inputs of a model, in their order. */
public final class GivenShapes {
  private final List<InputShape> left;

  public GivenShapes(List<InputShape> given) {
    this.left = new ArrayList<>(given);
  }

  /** The shape with the input's name, else the first one if it has no name; null where neither. */
  public @Nullable InputShape take(String name) {
    for (InputShape shape : left) {
      if (name.equals(shape.name())) {
        left.remove(shape);
        return shape;
      }
    }
    if (!left.isEmpty() && left.get(0).name().isEmpty()) {
      return left.remove(0);
    }
    return null;
  }

  /**
   * Ends the taking.
   *
   * @throws RepconvException UNKNOWN_INPUT where a shape is left
   */
  public void requireAllTaken(List<String> inputs) {
    if (left.isEmpty()) {
      return;
    }
    InputShape shape = left.get(0);
    String name =
        shape.name().isEmpty()
            ? "a further input of shape " + shape.shape()
            : "an input '" + shape.name() + "'";
    throw RepconvException.of(ErrorCode.UNKNOWN_INPUT)
        .at("--input")
        .observed(name)
        .expected("one of " + inputs)
        .build();
  }
}
