package io.repconv.converter.torchscript.value;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** The views that programs take of tensors, other than slices. */
public final class ViewSteps {
  private ViewSteps() {}

  /** The same elements in the same order under other dimensions. */
  public record Reshape(List<Dim> dims) implements ViewStep {
    @Override
    public Shape shape(Shape base) {
      return Shape.of(dims);
    }

    @Override
    public boolean keepsOrder(Shape base) {
      return true;
    }

    @Override
    public Value read(Emitter emitter, Value base) {
      return Reshaping.reshape(emitter, base, dims);
    }

    @Override
    public Value write(Emitter emitter, Value base, Value updated) {
      return Reshaping.reshape(emitter, updated, base.shape().dims());
    }
  }

  /** A new axis of size 1. */
  public record Unsqueeze(int axis) implements ViewStep {
    @Override
    public Shape shape(Shape base) {
      List<Dim> dims = new ArrayList<>(base.dims());
      dims.add(axis, Dim.of(1));
      return Shape.of(dims);
    }

    @Override
    public boolean keepsOrder(Shape base) {
      return true;
    }

    @Override
    public Value read(Emitter emitter, Value base) {
      return emitter.emit("Unsqueeze", base, emitter.ints(axis));
    }

    @Override
    public Value write(Emitter emitter, Value base, Value updated) {
      return emitter.emit("Squeeze", updated, emitter.ints(axis));
    }
  }

  /** Without axes of size 1. */
  public record Squeeze(List<Long> axes) implements ViewStep {
    @Override
    public Shape shape(Shape base) {
      List<Dim> dims = new ArrayList<>();
      for (int axis = 0; axis < base.rank(); axis++) {
        if (!axes.contains((long) axis)) {
          dims.add(base.dim(axis));
        }
      }
      return Shape.of(dims);
    }

    @Override
    public boolean keepsOrder(Shape base) {
      return true;
    }

    @Override
    public Value read(Emitter emitter, Value base) {
      return emitter.emit("Squeeze", base, emitter.ints(axes));
    }

    @Override
    public Value write(Emitter emitter, Value base, Value updated) {
      return emitter.emit("Unsqueeze", updated, emitter.ints(axes));
    }
  }

  /** Axes in another order: axis i of the view is axis {@code order[i]} of the base. */
  public record Permute(List<Long> order) implements ViewStep {
    @Override
    public Shape shape(Shape base) {
      return Shape.of(order.stream().map(axis -> base.dim(axis.intValue())).toList());
    }

    @Override
    public boolean keepsOrder(Shape base) {
      return false;
    }

    @Override
    public Value read(Emitter emitter, Value base) {
      return emitter.emit("Transpose", Attributes.NONE.with("perm", order), base);
    }

    @Override
    public Value write(Emitter emitter, Value base, Value updated) {
      List<Long> inverse = new ArrayList<>(order);
      for (int i = 0; i < order.size(); i++) {
        inverse.set(order.get(i).intValue(), (long) i);
      }
      return emitter.emit("Transpose", Attributes.NONE.with("perm", inverse), updated);
    }
  }

  /** Broadcast to a larger shape; such a view cannot be written to. */
  public record Expand(Shape target) implements ViewStep {
    @Override
    public Shape shape(Shape base) {
      return target;
    }

    @Override
    public boolean keepsOrder(Shape base) {
      return false;
    }

    @Override
    public Value read(Emitter emitter, Value base) {
      return Reshaping.expand(emitter, base, target);
    }

    @Override
    public Value write(Emitter emitter, Value base, Value updated) {
      throw RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
          .at(emitter.place().toString())
          .observed("an in-place operation on an expanded tensor")
          .expected("one on a tensor whose elements are distinct")
          .build();
    }
  }
}
