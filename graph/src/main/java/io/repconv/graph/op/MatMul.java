package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Matrix product over the last two axes, as numpy's {@code matmul}: the axes before are broadcast,
 * a vector is a row on the left and a column on the right.
 */
public record MatMul() implements Op {
  @Override
  public String name() {
    return "MatMul";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    ElementType element = Inputs.sameElement(inputs);
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    if (!a.isRanked() || !b.isRanked()) {
      return Inputs.one(element, Shape.UNRANKED);
    }
    if (a.rank() == 0 || b.rank() == 0) {
      throw new ShapeError("shapes " + a + " and " + b, "at least one axis each");
    }
    Dim left = a.dim(-1);
    Dim right = b.dim(b.rank() == 1 ? 0 : -2);
    if (left.isConstant() && right.isConstant() && !left.equals(right)) {
      throw new ShapeError("shapes " + a + " and " + b, "equal inner sizes");
    }
    Shape leading = Broadcast.shape(this, inputs, List.of(leading(a), leading(b)));
    List<Dim> dims = new ArrayList<>(leading.dims());
    if (a.rank() > 1) {
      dims.add(a.dim(-2));
    }
    if (b.rank() > 1) {
      dims.add(b.dim(-1));
    }
    return Inputs.one(element, Shape.of(dims));
  }

  private static Shape leading(Shape shape) {
    return Shape.of(shape.dims().subList(0, Math.max(0, shape.rank() - 2)));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    long[] left = a.rank() == 1 ? new long[] {1, a.dim(0)} : a.dims();
    long[] right = b.rank() == 1 ? new long[] {b.dim(0), 1} : b.dims();
    int rows = (int) left[left.length - 2];
    int inner = (int) left[left.length - 1];
    int columns = (int) right[right.length - 1];
    if (right[right.length - 2] != inner) {
      throw new ShapeError("shapes " + a.shape() + " and " + b.shape(), "equal inner sizes");
    }
    long[] leading =
        Broadcast.dims(
            Arrays.copyOf(left, left.length - 2), Arrays.copyOf(right, right.length - 2));
    int batches = Math.toIntExact(Tensor.elements(leading));
    double[] p = repeated(a, left, leading);
    double[] q = repeated(b, right, leading);
    double[] y = new double[Math.multiplyExact(batches, Math.multiplyExact(rows, columns))];
    for (int batch = 0; batch < batches; batch++) {
      Matrices.addProduct(
          p,
          batch * rows * inner,
          q,
          batch * inner * columns,
          y,
          batch * rows * columns,
          rows,
          inner,
          columns);
    }
    long[] dims = dims(leading, a.rank() > 1 ? rows : -1, b.rank() > 1 ? columns : -1);
    return List.of(
        a.type().isFloating()
            ? Tensor.of(a.type(), dims, y)
            : Tensor.of(a.type(), dims, Matrices.exactIntegers(y)));
  }

  private static double[] repeated(Tensor tensor, long[] dims, long[] leading) {
    long[] all = dims(leading, dims[dims.length - 2], dims[dims.length - 1]);
    return View.of(dims).broadcastTo(all).read(tensor.doubles());
  }

  private static long[] dims(long[] leading, long rows, long columns) {
    long[] all = Arrays.copyOf(leading, leading.length + 2);
    all[leading.length] = rows;
    all[leading.length + 1] = columns;
    return Arrays.stream(all).filter(size -> size >= 0).toArray();
  }
}
