package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * {@code alpha * A' * B' + beta * C}, where A' is A or its transpose. Inputs: A, B and optionally
 * C, which is repeated to the product's shape.
 */
public record Gemm(double alpha, double beta, boolean transA, boolean transB) implements Op {
  @Override
  public String name() {
    return "Gemm";
  }

  @Override
  public Attributes attributes() {
    Attributes all = alpha == 1 ? Attributes.NONE : Attributes.NONE.with("alpha", alpha);
    all = beta == 1 ? all : all.with("beta", beta);
    all = transA ? all.with("transA", 1L) : all;
    return transB ? all.with("transB", 1L) : all;
  }

  static Gemm parse(Attributes attributes) {
    return new Gemm(
        attributes.real("alpha", 1),
        attributes.real("beta", 1),
        attributes.flag("transA", false),
        attributes.flag("transB", false));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 3);
    ElementType element = Inputs.sameElement(inputs);
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    Inputs.requireRank(inputs.get(0), 2, "A");
    Inputs.requireRank(inputs.get(1), 2, "B");
    if (!a.isRanked() || !b.isRanked()) {
      return Inputs.one(element, Shape.UNRANKED);
    }
    Dim left = a.dim(transA ? 0 : 1);
    Dim right = b.dim(transB ? 1 : 0);
    if (left.isConstant() && right.isConstant() && !left.equals(right)) {
      throw new ShapeError("an inner size of " + left, right + ", as B " + b + " has it");
    }
    Shape product = Shape.of(List.of(a.dim(transA ? 1 : 0), b.dim(transB ? 0 : 1)));
    Value c = Inputs.value(inputs, 2);
    if (!c.isAbsent() && c.shape().isRanked()) {
      if (c.shape().rank() > 2) {
        throw new ShapeError("C of shape " + c.shape(), "at most 2 axes");
      }
      Broadcast.shape(this, inputs, List.of(product, c.shape()));
    }
    return Inputs.one(element, product);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    int rows = (int) a.dim(transA ? 1 : 0);
    int inner = (int) a.dim(transA ? 0 : 1);
    int columns = (int) b.dim(transB ? 0 : 1);
    double[] y = new double[Math.multiplyExact(rows, columns)];
    Matrices.addProduct(matrix(a, transA), 0, matrix(b, transB), 0, y, 0, rows, inner, columns);
    long[] dims = {rows, columns};
    Tensor given = Inputs.tensor(inputs, 2);
    double[] c = given.isAbsent() ? new double[y.length] : Broadcast.doubles(given, dims);
    for (int i = 0; i < y.length; i++) {
      y[i] = alpha * y[i] + beta * c[i];
    }
    return List.of(
        a.type().isFloating()
            ? Tensor.of(a.type(), dims, y)
            : Tensor.of(a.type(), dims, Matrices.exactIntegers(y)));
  }

  private static double[] matrix(Tensor tensor, boolean transposed) {
    View view = View.of(tensor.dims());
    return (transposed ? view.permute(1, 0) : view).read(tensor.doubles());
  }
}
