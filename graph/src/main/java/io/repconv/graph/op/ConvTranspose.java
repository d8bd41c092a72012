package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Transposed convolution: each input element adds its multiple of the kernel to the output.
 *
 * <pre>
 * Y[n, o, s*p + d*t - begin] += X[n, c, p] * W[c, o, t]
 * H_out = s*(H - 1) + outputPadding + d*(k - 1) + 1 - begin - end
 * </pre>
 *
 * with W of shape {@code [C, O/group, k1, …]}. Inputs: X, W and optionally B.
 *
 * @param outputPadding rows added behind the output, one an axis, or empty
 * @param outputShape the output's spatial sizes, from which the pads follow, or empty
 */
public record ConvTranspose(
    Window window, int group, List<Integer> outputPadding, List<Integer> outputShape)
    implements Op {
  @Override
  public String name() {
    return "ConvTranspose";
  }

  @Override
  public Attributes attributes() {
    Attributes all = group == 1 ? Attributes.NONE : Attributes.NONE.with("group", (long) group);
    if (!outputPadding.isEmpty()) {
      all = all.with("output_padding", Window.longs(outputPadding));
    }
    if (!outputShape.isEmpty()) {
      all = all.with("output_shape", Window.longs(outputShape));
    }
    return window.addTo(all);
  }

  static ConvTranspose parse(Attributes attributes) {
    return new ConvTranspose(
        Window.parse(attributes),
        Math.toIntExact(attributes.integer("group", 1)),
        Window.ints(attributes, "output_padding"),
        Window.ints(attributes, "output_shape"));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 3);
    Value x = inputs.get(0);
    Shape weight = inputs.get(1).shape();
    Inputs.requireFloating(x, "input");
    if (!x.shape().isRanked() || !weight.isRanked()) {
      return Inputs.one(x.element(), Shape.UNRANKED);
    }
    int rank = x.shape().rank();
    Inputs.requireRank(inputs.get(1), rank, "weight");
    Dim channels = x.shape().dim(1);
    if (rank < 3 || group < 1) {
      throw new ShapeError("input " + x.shape() + " in " + group + " groups", "spatial axes");
    }
    if (channels.isConstant()
        && weight.dim(0).isConstant()
        && (!channels.equals(weight.dim(0)) || channels.value() % group != 0)) {
      throw new ShapeError(
          "input with " + channels + " channels in " + group + " groups",
          weight.dim(0) + " channels, as the weight " + weight + " has them");
    }
    List<Dim> dims = new ArrayList<>(List.of(x.shape().dim(0), weight.dim(1).times(group)));
    for (int axis = 0; axis < rank - 2; axis++) {
      dims.add(outputSize(x.shape().dim(axis + 2), weight.dim(axis + 2), axis, rank - 2));
    }
    return Inputs.one(x.element(), Shape.of(dims));
  }

  private static int at(List<Integer> given, int axis, int axes, int otherwise) {
    if (!given.isEmpty() && given.size() != axes) {
      throw new ShapeError(given + " for " + axes + " spatial axes", "one number an axis");
    }
    return given.isEmpty() ? otherwise : given.get(axis);
  }

  private Dim outputSize(Dim size, Dim kernel, int axis, int axes) {
    Window full = window.forAxes(axes);
    if (!outputShape.isEmpty()) {
      return Dim.of(at(outputShape, axis, axes, 0));
    }
    int stride = full.strides().get(axis);
    if (window.autoPad() != Window.AutoPad.NOTSET) {
      return size.times(stride);
    }
    Dim covered = covered(size, kernel, axis, axes);
    Dim left = covered.plus(-full.padsBegin().get(axis) - full.padsEnd().get(axis));
    if (left.isConstant() && left.value() < 0) {
      throw new ShapeError("pads beyond an output of " + covered, "smaller pads");
    }
    return left;
  }

  /** The size before anything is cut off. */
  private Dim covered(Dim size, Dim kernel, int axis, int axes) {
    Window full = window.forAxes(axes);
    int padding = at(outputPadding, axis, axes, 0);
    return size.plus(-1)
        .times(full.strides().get(axis))
        .plus(kernel.plus(-1).times(full.dilations().get(axis)))
        .plus(1 + padding);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    int axes = x.rank() - 2;
    long[] dims = x.dims();
    dims[1] = weight.dim(1) * group;
    int[] begin = new int[axes];
    for (int i = 0; i < axes; i++) {
      Dim size = Dim.of(x.dim(i + 2));
      Dim kernel = Dim.of(weight.dim(i + 2));
      dims[i + 2] = outputSize(size, kernel, i, axes).value();
      begin[i] = begin(covered(size, kernel, i, axes).value() - dims[i + 2], i, axes);
    }
    double[] y = new double[Math.toIntExact(Tensor.elements(dims))];
    Tensor bias = Inputs.tensor(inputs, 2);
    if (!bias.isAbsent()) {
      int plane = (int) Tensor.elements(Arrays.copyOfRange(dims, 2, dims.length));
      double[] perChannel = bias.doubles();
      for (int i = 0; plane > 0 && i < y.length; i += plane) {
        Arrays.fill(y, i, i + plane, perChannel[i / plane % perChannel.length]);
      }
    }
    WindowWalk walk = walk(x, weight, dims, begin);
    spread(x.doubles(), weight.doubles(), y, walk, (int) dims[0], (int) weight.dim(0), dims[1]);
    return List.of(Tensor.of(x.type(), dims, y));
  }

  /** How much of what is cut off lies before the output. */
  private int begin(long cut, int axis, int axes) {
    boolean sized = !outputShape.isEmpty() || window.autoPad() != Window.AutoPad.NOTSET;
    if (!sized) {
      return window.forAxes(axes).padsBegin().get(axis);
    }
    long total = Math.max(0, cut);
    return (int) (window.autoPad() == Window.AutoPad.SAME_UPPER ? total / 2 : (total + 1) / 2);
  }

  /** The walk of the convolution that this transposes: its input is our output. */
  private WindowWalk walk(Tensor x, Tensor weight, long[] dims, int[] begin) {
    int axes = begin.length;
    Window full = window.forAxes(axes);
    List<Integer> pads = Arrays.stream(begin).boxed().toList();
    Window explicit =
        new Window(full.strides(), full.dilations(), pads, pads, Window.AutoPad.NOTSET);
    int[] out = new int[axes];
    for (int i = 0; i < axes; i++) {
      out[i] = (int) x.dim(i + 2);
    }
    return WindowWalk.of(explicit, dims, Conv.kernel(weight.shape()), out);
  }

  private void spread(
      double[] x, double[] w, double[] y, WindowWalk walk, int batch, int inputs, long outputs) {
    int groupOutputs = (int) outputs / group;
    int groupInputs = inputs / group;
    int taps = walk.taps();
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < inputs; c++) {
        int from = (n * inputs + c) * walk.outputPositions();
        for (int o = 0; o < groupOutputs; o++) {
          int channel = c / groupInputs * groupOutputs + o;
          int to = (n * (int) outputs + channel) * walk.inputPositions();
          for (int tap = 0; tap < taps; tap++) {
            walk.spreadTap(tap, w[(c * groupOutputs + o) * taps + tap], x, from, y, to);
          }
        }
      }
    }
  }
}
