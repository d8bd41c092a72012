package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a tensor's axes from {@code start} to, not including, {@code end}: ONNX's Shape.
 *
 * @param start negative ones count from the end
 * @param end null for all axes that follow
 */
public record ShapeOf(int start, @Nullable Integer end) implements Op {
  /** All sizes. */
  public static final ShapeOf ALL = new ShapeOf(0, null);

  @Override
  public String name() {
    return "Shape";
  }

  @Override
  public Attributes attributes() {
    Attributes attributes =
        start == 0 ? Attributes.NONE : Attributes.NONE.with("start", (long) start);
    return end == null ? attributes : attributes.with("end", (long) end);
  }

  static ShapeOf parse(Attributes attributes) {
    Integer end = attributes.has("end") ? clamped(attributes.integer("end", 0)) : null;
    return new ShapeOf(clamped(attributes.integer("start", 0)), end);
  }

  private static int clamped(long axis) {
    return (int) Math.max(-Short.MAX_VALUE, Math.min(Short.MAX_VALUE, axis));
  }

  private int from(int rank) {
    return Math.max(0, Math.min(rank, start < 0 ? start + rank : start));
  }

  private int to(int rank) {
    int last = end == null ? rank : end < 0 ? end + rank : end;
    return Math.max(from(rank), Math.min(rank, last));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Shape shape = inputs.get(0).shape();
    if (!shape.isRanked()) {
      Dim length = Inputs.unknownSize(this, inputs, 0);
      return Inputs.one(ElementType.INT64, Shape.of(List.of(length)));
    }
    List<Dim> sizes = shape.dims().subList(from(shape.rank()), to(shape.rank()));
    return List.of(Content.type(ElementType.INT64, Shape.of(sizes.size()), sizes));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    long[] sizes = java.util.Arrays.copyOfRange(x.dims(), from(x.rank()), to(x.rank()));
    return List.of(Tensor.ofInts(sizes));
  }
}
