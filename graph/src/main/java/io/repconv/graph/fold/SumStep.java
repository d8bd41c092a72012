package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.List;

/** {@code y = left + sign * right}: kernels and biases are added. */
record SumStep(Node node, Value left, Value right, double sign) implements LinearStep {
  @Override
  public List<Value> inputs() {
    return List.of(left, right);
  }

  @Override
  public List<Node> nodes() {
    return List.of(node);
  }

  @Override
  public Form form(List<Form> inputs, Constants constants) throws NotOneConvolution {
    Form a = inputs.get(0);
    Form b = inputs.get(1);
    Form placed = Branches.sideBySide(a, b, left.shape().equals(right.shape()));
    return placed.with(a.reach().union(b.reach()));
  }

  @Override
  public double[] forward(List<double[]> inputs, Part part) {
    double[] sum = inputs.get(0).clone();
    double[] other = inputs.get(1);
    for (int c = 0; c < sum.length; c++) {
      sum[c] += part == Part.VALUE ? sign * other[c] : other[c];
    }
    return sum;
  }

  @Override
  public void pull(RowPart output, List<RowPart> inputs, WeightCache weights) {
    inputs.get(0).add(output, 0, output.low(), output.high(), 1);
    inputs.get(1).add(output, 0, output.low(), output.high(), weights.coefficient(sign));
  }
}
