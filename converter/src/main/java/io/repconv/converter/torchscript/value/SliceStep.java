package io.repconv.converter.torchscript.value;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements {@code start, start + step, …} before {@code end} of one axis, {@code 0 <= start <= end
 * <= size}.
 *
 * <p>Writing to it rebuilds the base as {@code Concat(base[:start], updated, base[end:])}.
 */
public record SliceStep(int axis, Dim start, Dim end, long step) implements ViewStep {
  @Override
  public Shape shape(Shape base) {
    return base.with(axis, end.minus(start).ceilDiv(step));
  }

  @Override
  public boolean keepsOrder(Shape base) {
    return axis == 0 && step == 1;
  }

  @Override
  public Value read(Emitter emitter, Value base) {
    return slice(emitter, base, start, end, step);
  }

  @Override
  public Value write(Emitter emitter, Value base, Value updated) {
    if (step != 1) {
      throw RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
          .at(emitter.place().toString())
          .observed("an in-place operation on every " + step + "th element")
          .expected("one on adjacent elements")
          .build();
    }
    Dim size = base.shape().dim(axis);
    List<Value> parts = new ArrayList<>();
    if (!start.is(0)) {
      parts.add(slice(emitter, base, Dim.of(0), start, 1));
    }
    parts.add(updated);
    if (!end.equals(size)) {
      parts.add(slice(emitter, base, end, size, 1));
    }
    return parts.size() == 1
        ? updated
        : emitter.emitAll("Concat", Attributes.NONE.with("axis", (long) axis), 1, parts).get(0);
  }

  private Value slice(Emitter emitter, Value base, Dim from, Dim to, long by) {
    Dim size = base.shape().dim(axis);
    Value last = to.equals(size) ? emitter.ints(Long.MAX_VALUE) : position(emitter, to, size);
    return emitter.emit(
        "Slice", base, position(emitter, from, size), last, emitter.ints(axis), emitter.ints(by));
  }

  /** A position as a number where it is one, counted from either end. */
  private static Value position(Emitter emitter, Dim at, Dim size) {
    Dim fromEnd = at.minus(size);
    boolean counted = !at.isConstant() && fromEnd.isConstant() && fromEnd.value() < 0;
    return emitter.size(counted ? fromEnd : at);
  }
}
