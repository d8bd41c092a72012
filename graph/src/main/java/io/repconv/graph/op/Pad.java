package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements added before and behind each axis, or, where a pad is negative, taken away. Inputs:
 * data; pads, all beginnings and then all ends; optionally the constant (default 0); optionally the
 * axes that pads speaks of (default: all).
 */
public record Pad(Mode mode) implements Op {
  /** What the added elements are. */
  public enum Mode {
    CONSTANT,
    /** The elements mirrored at the first and last one, which are not repeated. */
    REFLECT,
    /** The first and last element repeated. */
    EDGE,
    /** The elements again from the other end. */
    WRAP
  }

  @Override
  public String name() {
    return "Pad";
  }

  @Override
  public Attributes attributes() {
    return mode == Mode.CONSTANT
        ? Attributes.NONE
        : Attributes.NONE.with("mode", Choice.text(mode));
  }

  static Pad parse(Attributes attributes) {
    return new Pad(Choice.of(Mode.class, attributes, "mode", Mode.CONSTANT));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 4);
    Value data = inputs.get(0);
    Inputs.requireIntegers(inputs.get(1), "pads");
    Inputs.sameElement(List.of(data, Inputs.value(inputs, 2)));
    if (!data.shape().isRanked()) {
      return Inputs.one(data.element(), Shape.UNRANKED);
    }
    int rank = data.shape().rank();
    int[] axes = Axes.of(Inputs.value(inputs, 3), rank);
    List<Dim> pads = inputs.get(1).integers();
    List<Dim> dims = new ArrayList<>(data.shape().dims());
    if (axes == null || pads == null) {
      for (int axis = 0; axis < rank; axis++) {
        dims.set(axis, Inputs.unknownSize(this, inputs, axis));
      }
      return Inputs.one(data.element(), Shape.of(dims));
    }
    if (pads.size() != 2 * axes.length) {
      throw new ShapeError(pads.size() + " pads for " + axes.length + " axes", "two an axis");
    }
    for (int i = 0; i < axes.length; i++) {
      Dim size = dims.get(axes[i]).plus(pads.get(i)).plus(pads.get(i + axes.length));
      if (size.isConstant() && size.value() < 0) {
        throw new ShapeError("pads " + pads + " of " + data.shape(), "sizes that are not negative");
      }
      dims.set(axes[i], size);
    }
    return Inputs.one(data.element(), Shape.of(dims));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    long[] pads = inputs.get(1).longs();
    int[] axes = Axes.of(Inputs.tensor(inputs, 3), data.rank());
    long[] dims = data.dims();
    int[][] onAxis = new int[dims.length][];
    for (int axis = 0; axis < dims.length; axis++) {
      onAxis[axis] = Axes.all((int) dims[axis]);
    }
    for (int i = 0; i < axes.length; i++) {
      int size = (int) dims[axes[i]];
      int[] from = new int[Math.toIntExact(size + pads[i] + pads[i + axes.length])];
      for (int to = 0; to < from.length; to++) {
        from[to] = source(Math.toIntExact(to - pads[i]), size);
      }
      onAxis[axes[i]] = from;
      dims[axes[i]] = from.length;
    }
    int[] positions = Elements.grid(data.dims(), onAxis);
    return List.of(Elements.pick(data, dims, positions, Inputs.tensor(inputs, 2)));
  }

  /** The position whose element lies at a position of the extended axis, -1 for the constant. */
  private int source(int position, int size) {
    if (position >= 0 && position < size) {
      return position;
    }
    if (mode == Mode.CONSTANT) {
      return -1;
    }
    if (size == 0) {
      throw new ShapeError("padding of an empty axis by " + mode, "an element to repeat");
    }
    return switch (mode) {
      case REFLECT -> reflected(position, size);
      case EDGE -> position < 0 ? 0 : size - 1;
      default -> Math.floorMod(position, size);
    };
  }

  private static int reflected(int position, int size) {
    if (size == 1) {
      return 0;
    }
    int within = Math.floorMod(position, 2 * (size - 1));
    return within < size ? within : 2 * (size - 1) - within;
  }
}
