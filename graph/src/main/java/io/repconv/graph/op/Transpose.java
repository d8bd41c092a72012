package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The axes in another order: axis i of the result is axis {@code perm[i]} of the input.
 *
 * @param perm empty for the reversed order
 */
public record Transpose(List<Integer> perm) implements Op {
  @Override
  public String name() {
    return "Transpose";
  }

  @Override
  public Attributes attributes() {
    return perm.isEmpty() ? Attributes.NONE : Attributes.NONE.with("perm", Window.longs(perm));
  }

  static Transpose parse(Attributes attributes) {
    return new Transpose(Window.ints(attributes, "perm"));
  }

  /** The order for a tensor of this rank. */
  public int[] order(int rank) {
    if (perm.isEmpty()) {
      return IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    }
    boolean permutes =
        perm.stream().sorted().toList().equals(IntStream.range(0, rank).boxed().toList());
    if (!permutes) {
      throw new ShapeError("perm " + perm, "a permutation of the " + rank + " axes");
    }
    return perm.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    if (!x.shape().isRanked()) {
      return Inputs.one(x.element(), Shape.UNRANKED);
    }
    int[] order = order(x.shape().rank());
    Shape shape = Shape.of(IntStream.of(order).mapToObj(x.shape()::dim).toList());
    return List.of(Content.type(x.element(), shape, x.integers()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    return List.of(View.of(x.dims()).permute(order(x.rank())).read(x));
  }
}
