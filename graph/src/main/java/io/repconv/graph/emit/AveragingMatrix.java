package io.repconv.graph.emit;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Averaging matrices of adaptive pooling, constants where the sizes are known and else computed
 * from the shape:
 *
 * <pre>
 * A[i, j] = 1 / (end(i) - start(i)) where start(i) <= j < end(i), else 0
 * start(i) = floor(i * in / out),  end(i) = ceil((i + 1) * in / out) = floor(((i + 1) * in + out - 1) / out)
 * </pre>
 */
public final class AveragingMatrix {
  private final NodeEmitter emitter;
  private final ElementType type;

  public AveragingMatrix(NodeEmitter emitter, ElementType type) {
    this.emitter = emitter;
    this.type = type;
  }

  /** A of shape {@code [out, in]}. */
  public Value rows(Dim in, int out) {
    return in.isConstant()
        ? emitter.constant(of(type, Math.toIntExact(in.value()), out))
        : dynamic(in, out);
  }

  /** A transposed, of shape {@code [in, out]}. */
  public Value columns(Dim in, int out) {
    return emitter.emit("Transpose", Attributes.NONE.with("perm", List.of(1L, 0L)), rows(in, out));
  }

  /** The matrix over known sizes, of shape {@code [out, in]}. */
  public static Tensor of(ElementType type, int in, int out) {
    double[] weights = new double[Math.multiplyExact(in, out)];
    for (int i = 0; i < out; i++) {
      int start = (int) ((long) i * in / out);
      int end = (int) (((long) (i + 1) * in + out - 1) / out);
      for (int j = start; j < end; j++) {
        weights[i * in + j] = 1.0 / (end - start);
      }
    }
    return Tensor.of(type, new long[] {out, in}, weights);
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
    Value start = emitter.emit("Div", emitter.emit("Mul", column(first), size), divisor);
    Value raised =
        emitter.emit("Add", emitter.emit("Mul", column(next), size), emitter.ints(out - 1L));
    Value end = emitter.emit("Div", raised, divisor);
    Value positions =
        emitter.emit("Range", scalar(0), emitter.emit("Squeeze", size, emitter.ints(0)), scalar(1));
    Value behindStart = emitter.emit("Not", emitter.emit("Less", positions, start));
    Value inside = emitter.emit("And", behindStart, emitter.emit("Less", positions, end));
    Value count = emitter.cast(emitter.emit("Sub", end, start), type);
    return emitter.emit("Div", emitter.cast(inside, type), count);
  }

  private Value column(long[] values) {
    return emitter.constant(Tensor.of(ElementType.INT64, new long[] {values.length, 1}, values));
  }

  private Value scalar(long value) {
    return emitter.constant(Tensor.scalar(value));
  }
}
