package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;

/**
 * Averaging matrices of adaptive pooling, constants where the sizes are known and else computed
 * from the shape:
 *
 * <pre>
 * A[i, j] = 1 / (end(i) - start(i)) where start(i) <= j < end(i), else 0
 * start(i) = floor(i * in / out),  end(i) = ceil((i + 1) * in / out) = floor(((i + 1) * in + out - 1) / out)
 * </pre>
 */
final class Averaging {
  private final AtenCall call;
  private final Emitter emitter;
  private final ElementType type;

  Averaging(AtenCall call, ElementType type) {
    this.call = call;
    this.emitter = call.emitter();
    this.type = type;
  }

  /** A of shape {@code [out, in]}. */
  Value rows(Dim in, Dim out) {
    if (in.isConstant() && out.isConstant()) {
      return emitter.constant(
          AdaptivePoolOps.matrix(type, Math.toIntExact(in.value()), Math.toIntExact(out.value())));
    }
    if (!out.isConstant()) {
      throw call.unknownSize("an output of the size " + out, "a number");
    }
    return dynamic(in, Math.toIntExact(out.value()));
  }

  /** A transposed, of shape {@code [in, out]}. */
  Value columns(Dim in, Dim out) {
    return call.emit(
        "Transpose", Attributes.NONE.with("perm", java.util.List.of(1L, 0L)), rows(in, out));
  }

  private Value dynamic(Dim in, int out) {
    Value size = emitter.size(in);
    Value divisor = emitter.ints(out);
    long[] first = new long[out];
    long[] next = new long[out];
    for (int i = 0; i < out; i++) {
      first[i] = i;
      next[i] = i + 1L;
    }
    Value start = call.emit("Div", call.emit("Mul", column(first), size), divisor);
    Value raised = call.emit("Add", call.emit("Mul", column(next), size), emitter.ints(out - 1L));
    Value end = call.emit("Div", raised, divisor);
    Value positions =
        call.emit("Range", scalar(0), call.emit("Squeeze", size, emitter.ints(0)), scalar(1));
    Value behindStart = call.emit("Not", call.emit("Less", positions, start));
    Value inside = call.emit("And", behindStart, call.emit("Less", positions, end));
    Operands operands = new Operands(emitter);
    Value count = operands.cast(call.emit("Sub", end, start), type);
    return call.emit("Div", operands.cast(inside, type), count);
  }

  private Value column(long[] values) {
    return emitter.constant(Tensor.of(ElementType.INT64, new long[] {values.length, 1}, values));
  }

  private Value scalar(long value) {
    return emitter.constant(Tensor.scalar(value));
  }
}
