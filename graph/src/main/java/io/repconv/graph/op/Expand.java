package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data broadcast with a shape: where either has size 1, the other's counts. Inputs: data, shape.
 */
public record Expand() implements Op {
  @Override
  public String name() {
    return "Expand";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Value data = inputs.get(0);
    Value target = inputs.get(1);
    Inputs.requireIntegers(target, "shape");
    int rank = Content.length(target);
    if (!data.shape().isRanked() || rank < 0) {
      return Inputs.one(data.element(), Shape.UNRANKED);
    }
    List<Dim> sizes = target.integers();
    if (sizes == null) {
      sizes = new ArrayList<>();
      for (int axis = 0; axis < Math.max(rank, data.shape().rank()); axis++) {
        sizes.add(Inputs.unknownSize(this, inputs, axis));
      }
      return Inputs.one(data.element(), Shape.of(sizes));
    }
    Shape shape = Broadcast.shape(this, inputs, List.of(data.shape(), Shape.of(sizes)));
    return List.of(Content.type(data.element(), shape, content(data, shape)));
  }

  private static @Nullable List<Dim> content(Value data, Shape shape) {
    List<Dim> known = data.integers();
    boolean repeats =
        known != null
            && known.size() == 1
            && shape.hasRank(1)
            && shape.isStatic()
            && shape.dim(0).value() <= Content.LONGEST;
    return known != null && repeats
        ? Collections.nCopies((int) shape.dim(0).value(), known.get(0))
        : known;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    long[] dims = Broadcast.dims(data.dims(), inputs.get(1).longs());
    return List.of(View.of(data.dims()).broadcastTo(dims).read(data));
  }
}
