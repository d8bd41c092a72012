package io.repconv.graph.fold;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.BatchNormalization;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Split;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Builds small networks for tests: one input {@code x}, seeded weights. */
public final class Net {
  public final GraphBuilder builder = new GraphBuilder("net");
  final Random random;
  public final Value x;

  public Net(long seed, String shape) {
    random = new Random(seed);
    x = builder.input("x", ElementType.FLOAT, Shape.parse(shape));
  }

  public Graph output(Value... values) {
    for (Value value : values) {
      builder.output(value);
    }
    return builder.build();
  }

  public static int channels(Value value) {
    return Math.toIntExact(value.shape().dim(1).value());
  }

  public Value node(Op op, String name, Value... inputs) {
    return builder.add(op, List.of(inputs), Origin.of(name), name);
  }

  public Value constant(String name, double[] values, long... dims) {
    return builder.constant(name, Tensor.of(ElementType.FLOAT, dims, values));
  }

  public double[] normal(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  public double[] between(int count, double low, double high) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return values;
  }

  /** How a convolution in a test is placed; changed by the {@code with…} methods. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Placed(
      int[] kernel, int[] stride, int[] dilation, int[] begin, int[] end, int group, boolean bias) {
    public static Placed kernel(int height, int width) {
      return new Placed(
          new int[] {height, width},
          new int[] {1, 1},
          new int[] {1, 1},
          new int[] {0, 0},
          new int[] {0, 0},
          1,
          false);
    }

    public Placed stride(int s) {
      return new Placed(kernel, new int[] {s, s}, dilation, begin, end, group, bias);
    }

    public Placed dilation(int d) {
      return new Placed(kernel, stride, new int[] {d, d}, begin, end, group, bias);
    }

    public Placed pads(int top, int left, int bottom, int right) {
      return new Placed(
          kernel, stride, dilation, new int[] {top, left}, new int[] {bottom, right}, group, bias);
    }

    /** As much padding as keeps the size at stride 1 and odd kernels. */
    public Placed same() {
      int vertical = dilation[0] * (kernel[0] - 1) / 2;
      int horizontal = dilation[1] * (kernel[1] - 1) / 2;
      return pads(vertical, horizontal, vertical, horizontal);
    }

    public Placed group(int g) {
      return new Placed(kernel, stride, dilation, begin, end, g, bias);
    }

    public Placed biased() {
      return new Placed(kernel, stride, dilation, begin, end, group, true);
    }

    public Window window() {
      return new Window(
          ints(stride), ints(dilation), ints(begin), ints(end), Window.AutoPad.NOTSET);
    }

    private static List<Integer> ints(int[] values) {
      List<Integer> list = new ArrayList<>();
      for (int value : values) {
        list.add(value);
      }
      return Collections.unmodifiableList(list);
    }
  }

  public Value conv(String name, Value input, int outputs, Placed placed) {
    int inputs = channels(input) / placed.group();
    int taps = placed.kernel()[0] * placed.kernel()[1];
    double scale = 1 / Math.sqrt(inputs * taps);
    double[] weight = normal(outputs * inputs * taps);
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (weight[i] * scale);
    }
    return conv(name, input, weight, outputs, placed);
  }

  public Value conv(String name, Value input, double[] weight, int outputs, Placed placed) {
    long inputs = channels(input) / placed.group();
    List<Value> all = new ArrayList<>();
    all.add(input);
    all.add(
        constant(
            name + ".weight", weight, outputs, inputs, placed.kernel()[0], placed.kernel()[1]));
    if (placed.bias()) {
      all.add(constant(name + ".bias", normal(outputs), outputs));
    }
    return builder.add(new Conv(placed.window(), placed.group()), all, Origin.of(name), name);
  }

  public Value norm(String name, Value input) {
    int channels = channels(input);
    return node(
        new BatchNormalization(1e-5),
        name,
        input,
        constant(name + ".scale", between(channels, 0.5, 1.5), channels),
        constant(name + ".B", normal(channels), channels),
        constant(name + ".mean", normal(channels), channels),
        constant(name + ".var", between(channels, 0.25, 2), channels));
  }

  public Value average(String name, Value input, Placed placed, boolean countIncludePad) {
    List<Integer> kernel = List.of(placed.kernel()[0], placed.kernel()[1]);
    return node(new AveragePool(placed.window(), kernel, false, countIncludePad), name, input);
  }

  public Value add(String name, Value a, Value b) {
    return node(Binary.ADD, name, a, b);
  }

  public Value relu(String name, Value input) {
    return node(Unary.RELU, name, input);
  }

  public Value concat(String name, Value... parts) {
    return node(new Concat(1), name, parts);
  }

  public List<Value> split(String name, Value input, long... sizes) {
    Value counts = builder.constant(name + ".split", Tensor.ofInts(sizes));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      names.add(name + "." + i);
    }
    return builder.addAll(new Split(1, 0), List.of(input, counts), Origin.of(name), name, names);
  }

  public Value pad(
      String name,
      Value input,
      Pad.Mode mode,
      double fill,
      long top,
      long left,
      long bottom,
      long right) {
    Value amounts =
        builder.constant(name + ".pads", Tensor.ofInts(0, 0, top, left, 0, 0, bottom, right));
    Value value = builder.constant(name + ".value", Tensor.scalar(ElementType.FLOAT, fill));
    return node(new Pad(mode), name, input, amounts, value);
  }

  /** A biased pointwise convolution, then one that reads its first channel in the middle only. */
  Value biasedThenPadded(boolean corner) {
    Value point = conv("c1", x, 2, Net.Placed.kernel(1, 1));
    Value biased = node(Binary.ADD, "bias", point, constant("b", new double[] {3, 0}, 2, 1, 1));
    double[] weight = normal(2 * 2 * 9);
    for (int i = 0; i < weight.length; i++) {
      boolean firstChannel = i / 9 % 2 == 0;
      weight[i] = firstChannel && i % 9 != 4 ? 0 : weight[i];
    }
    weight[0] = corner ? 1 : 0;
    return conv("c3", biased, weight, 2, Net.Placed.kernel(3, 3).same());
  }
}
