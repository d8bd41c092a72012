package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Slices of data along an axis, chosen by index: the axis is replaced by the axes of the indices.
 * Inputs: data, indices.
 */
public record Gather(int axis) implements Op {
  @Override
  public String name() {
    return "Gather";
  }

  @Override
  public Attributes attributes() {
    return axis == 0 ? Attributes.NONE : Attributes.NONE.with("axis", (long) axis);
  }

  static Gather parse(Attributes attributes) {
    return new Gather(Math.toIntExact(attributes.integer("axis", 0)));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Value data = inputs.get(0);
    Value indices = inputs.get(1);
    Inputs.requireIntegers(indices, "indices");
    if (!data.shape().isRanked() || !indices.shape().isRanked()) {
      return Inputs.one(data.element(), Shape.UNRANKED);
    }
    int along = Axes.of(axis, data.shape().rank());
    List<Dim> dims = new ArrayList<>(data.shape().dims().subList(0, along));
    dims.addAll(indices.shape().dims());
    dims.addAll(data.shape().dims().subList(along + 1, data.shape().rank()));
    return List.of(Content.type(data.element(), Shape.of(dims), content(data, indices)));
  }

  private static @Nullable List<Dim> content(Value data, Value indices) {
    List<Dim> from = data.integers();
    long[] at = indices.shape().rank() <= 1 ? Content.numbers(indices) : null;
    if (from == null || at == null || at.length > Content.LONGEST) {
      return null;
    }
    return LongStream.of(at).mapToObj(i -> from.get(Elements.index(i, from.size()))).toList();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    Tensor indices = inputs.get(1);
    int along = Axes.of(axis, data.rank());
    int[][] onAxis = new int[data.rank()][];
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < onAxis.length; i++) {
      if (i == along) {
        long size = data.dim(i);
        LongStream.of(indices.dims()).forEach(dims::add);
        onAxis[i] =
            LongStream.of(indices.longs()).mapToInt(index -> Elements.index(index, size)).toArray();
      } else {
        dims.add(data.dim(i));
        onAxis[i] = Axes.all((int) data.dim(i));
      }
    }
    long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
    return List.of(Elements.pick(data, shape, Elements.grid(data.dims(), onAxis)));
  }
}
