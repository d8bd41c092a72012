package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution (a cross-correlation) over any number of spatial axes.
 *
 * <pre>
 * Y[n, o, p] = B[o] + sum over c, t of W[o, c, t] * X~[n, g(o)*C/group + c, s*p - begin + d*t]
 * </pre>
 *
 * with X~ = X extended by zeros, W of shape {@code [O, C/group, k1, …]} and g(o) the group of
 * output channel o. Inputs: X, W and optionally B.
 */
public record Conv(Window window, int group) implements Op {
  @Override
  public String name() {
    return "Conv";
  }

  @Override
  public Attributes attributes() {
    return window.addTo(group == 1 ? Attributes.NONE : Attributes.NONE.with("group", (long) group));
  }

  static Conv parse(Attributes attributes) {
    return new Conv(Window.parse(attributes), Math.toIntExact(attributes.integer("group", 1)));
  }

  /** The kernel's spatial sizes, as the weight's shape tells them. */
  public static List<Integer> kernel(Shape weight) {
    return weight.dims().stream().skip(2).map(d -> Math.toIntExact(d.value())).toList();
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 3);
    Value x = inputs.get(0);
    Shape weight = inputs.get(1).shape();
    if (!x.shape().isRanked() || !weight.isRanked()) {
      return List.of(new Value.Type(x.element(), Shape.UNRANKED));
    }
    if (x.shape().rank() < 3 || weight.rank() != x.shape().rank()) {
      throw new ShapeError(
          "input " + x.shape() + " and weight " + weight, "the same rank of at least 3");
    }
    Dim channels = x.shape().dim(1);
    Dim expected = weight.dim(1).times(group);
    if (channels.isConstant() && expected.isConstant() && !channels.equals(expected)) {
      throw new ShapeError(
          "input with " + channels + " channels",
          expected + " channels, as the weight " + weight + " has them");
    }
    if (group < 1 || (weight.dim(0).isConstant() && weight.dim(0).value() % group != 0)) {
      throw new ShapeError(
          weight.dim(0) + " output channels in " + group + " groups", "groups of equal size");
    }
    List<Dim> dims = new ArrayList<>(List.of(x.shape().dim(0), weight.dim(0)));
    if (weight.dims().stream().allMatch(Dim::isConstant)) {
      dims.addAll(window.outputSizes(x.shape(), kernel(weight), false));
      return List.of(new Value.Type(x.element(), Shape.of(dims)));
    }
    return List.of(new Value.Type(x.element(), Shape.UNRANKED));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    List<Integer> kernel = kernel(weight.shape());
    List<Dim> sizes = window.outputSizes(x.shape(), kernel, false);
    int[] out = sizes.stream().mapToInt(d -> Math.toIntExact(d.value())).toArray();
    long[] dims = new long[out.length + 2];
    dims[0] = x.dim(0);
    dims[1] = weight.dim(0);
    for (int i = 0; i < out.length; i++) {
      dims[i + 2] = out[i];
    }
    double[] bias =
        inputs.size() > 2 && !inputs.get(2).isAbsent() ? inputs.get(2).doubles() : new double[0];
    WindowWalk walk = WindowWalk.of(window.forAxes(out.length), x.dims(), kernel, out);
    double[] y = new ConvolutionSums(x, weight, bias, group, walk).compute();
    return List.of(Tensor.of(x.type(), dims, y));
  }
}
