package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * The upper or lower triangle of matrices (the last two axes), zeros elsewhere. Inputs: X and
 * optionally the number of the diagonal that bounds it, 0 being the main one, positive ones above.
 */
public record Trilu(boolean upper) implements Op {
  @Override
  public String name() {
    return "Trilu";
  }

  @Override
  public Attributes attributes() {
    return upper ? Attributes.NONE : Attributes.NONE.with("upper", 0L);
  }

  static Trilu parse(Attributes attributes) {
    return new Trilu(attributes.flag("upper", true));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 2);
    Value x = inputs.get(0);
    if (x.shape().isRanked() && x.shape().rank() < 2) {
      throw new ShapeError("input of shape " + x.shape(), "at least 2 axes");
    }
    return Inputs.one(x.element(), x.shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor given = Inputs.tensor(inputs, 1);
    long diagonal = given.isAbsent() ? 0 : given.longs()[0];
    int rows = (int) x.dim(x.rank() - 2);
    int columns = (int) x.dim(x.rank() - 1);
    int[] positions = new int[x.size()];
    for (int i = 0; i < positions.length; i++) {
      long above = i % columns - (long) (i / columns % rows);
      boolean kept = upper ? above >= diagonal : above <= diagonal;
      positions[i] = kept ? i : -1;
    }
    return List.of(Elements.pick(x, x.dims(), positions));
  }
}
