package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.List;

/** A split or slice along the channel axis: a range of rows is taken. */
record RowsStep(Node node, Value input, int from, int count) implements LinearStep {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public List<Node> nodes() {
    return List.of(node);
  }

  @Override
  public Form form(List<Form> inputs, Constants constants) {
    Form whole = inputs.get(0);
    int[] rows = new int[count];
    java.util.Arrays.setAll(rows, i -> from + i);
    return whole.with(whole.reach().rows(rows));
  }

  @Override
  public double[] forward(List<double[]> inputs, Part part) {
    return java.util.Arrays.copyOfRange(inputs.get(0), from, from + count);
  }

  @Override
  public void pull(RowPart output, List<RowPart> inputs, WeightCache weights) {
    inputs.get(0).add(output, from, output.low(), output.high(), 1);
  }
}
