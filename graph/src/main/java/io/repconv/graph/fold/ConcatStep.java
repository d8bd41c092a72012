package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.List;

/** Concatenation along the channel axis: rows are stacked. */
record ConcatStep(Node node, List<Value> inputs, List<Integer> channels) implements LinearStep {
  @Override
  public List<Node> nodes() {
    return List.of(node);
  }

  @Override
  public Form form(List<Form> parts, Constants constants) throws NotOneConvolution {
    Form all = parts.get(0);
    Reach reach = all.reach();
    for (int i = 1; i < parts.size(); i++) {
      Form part = parts.get(i);
      boolean sameSizes = sameSpatialSizes(inputs.get(0), inputs.get(i));
      all = Branches.sideBySide(all, part, sameSizes);
      reach = reach.stack(part.reach());
    }
    return all.with(reach);
  }

  private static boolean sameSpatialSizes(Value a, Value b) {
    int rank = a.shape().rank();
    return b.shape().hasRank(rank)
        && a.shape().dims().subList(2, rank).equals(b.shape().dims().subList(2, rank));
  }

  @Override
  public double[] forward(List<double[]> parts, Part which) {
    double[] all = new double[channels.stream().mapToInt(Integer::intValue).sum()];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  @Override
  public void pull(RowPart output, List<RowPart> parts, WeightCache weights) {
    int start = 0;
    for (int i = 0; i < parts.size(); i++) {
      int end = start + channels.get(i) - 1;
      int low = Math.max(start, output.low());
      int high = Math.min(end, output.high());
      parts.get(i).add(output, -start, low, high, 1);
      start = end + 1;
    }
  }
}
