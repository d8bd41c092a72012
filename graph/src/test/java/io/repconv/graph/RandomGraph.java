package io.repconv.graph;

import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Cast;
import io.repconv.graph.op.Clip;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Dropout;
import io.repconv.graph.op.Expand;
import io.repconv.graph.op.Identity;
import io.repconv.graph.op.LeakyRelu;
import io.repconv.graph.op.MaxPool;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Reduce;
import io.repconv.graph.op.Reshape;
import io.repconv.graph.op.Resize;
import io.repconv.graph.op.ShapeOf;
import io.repconv.graph.op.Slice;
import io.repconv.graph.op.Softmax;
import io.repconv.graph.op.Split;
import io.repconv.graph.op.Transpose;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A seeded graph of all kinds of operators on one image of symbolic size, with much that clean-up
 * passes can remove: identities, equal nodes, constants, shape arithmetic.
 */
public final class RandomGraph {
  private static final List<Unary> FUNCTIONS =
      List.of(Unary.RELU, Unary.TANH, Unary.ABS, Unary.SIGMOID, Unary.NEG, Unary.ROUND);
  private static final List<Binary> ARITHMETIC =
      List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.MAX, Binary.MIN);

  private final Random random;
  private final GraphBuilder builder = new GraphBuilder("random");
  private final List<Value> images = new ArrayList<>();
  private final RandomSizes sizes;

  private RandomGraph(long seed) {
    random = new Random(seed);
    images.add(builder.input("x", ElementType.FLOAT, Shape.parse("[N, 4, H, W]")));
    sizes = new RandomSizes(this, random, images.get(0));
  }

  public static Graph of(long seed) {
    RandomGraph graph = new RandomGraph(seed);
    for (int step = 0; step < 30; step++) {
      graph.step();
    }
    int outputs = 1 + graph.random.nextInt(3);
    for (int i = 0; i < outputs; i++) {
      Value last = graph.images.get(graph.images.size() - 1 - i);
      graph.builder.output(graph.builder.add(new Identity(), List.of(last), Origin.UNKNOWN, "y"));
    }
    graph.sizes.all().forEach(graph.builder::output);
    return graph.builder.build();
  }

  Value add(Op op, Value... inputs) {
    Origin origin =
        random.nextInt(3) == 0 ? Origin.UNKNOWN : Origin.of("block" + random.nextInt(3));
    return builder.addAll(op, List.of(inputs), origin, "", List.of(op.name() + "/out")).get(0);
  }

  Value ints(long... values) {
    return builder.constant("c", Tensor.ofInts(values));
  }

  private Value constant(long... dims) {
    double[] values = new double[(int) Tensor.elements(dims)];
    int kind = random.nextInt(4);
    for (int i = 0; i < values.length; i++) {
      values[i] = kind < 2 ? kind : kind == 2 ? (float) random.nextGaussian() : random.nextDouble();
    }
    return builder.constant("w", Tensor.of(ElementType.FLOAT, dims, values));
  }

  private Value pick() {
    return images.get(random.nextInt(images.size()));
  }

  /** Another value of the same shape, often the same. */
  private Value partner(Value value) {
    List<Value> equal = images.stream().filter(v -> v.shape().equals(value.shape())).toList();
    return equal.get(random.nextInt(equal.size()));
  }

  private void step() {
    Value x = pick();
    sizes.step(x);
    Value made =
        switch (random.nextInt(18)) {
          case 0, 1 -> add(FUNCTIONS.get(random.nextInt(FUNCTIONS.size())), x);
          case 2, 3 -> add(ARITHMETIC.get(random.nextInt(ARITHMETIC.size())), x, partner(x));
          case 4 -> add(random.nextBoolean() ? new Identity() : new Dropout(), x);
          case 5 -> add(new Cast(ElementType.FLOAT), x);
          case 6 -> add(new Transpose(List.of(0, 1, 3, 2)), x);
          case 7 -> flattenAndRestore(x);
          case 8 -> add(new Slice(), x, ints(random.nextInt(2)), ints(Long.MAX_VALUE), ints(3));
          case 9 -> pad(x);
          case 10 -> add(new Concat(2), x, partner(x));
          case 11 -> half(x);
          case 12, 13 -> add(ARITHMETIC.get(random.nextInt(3)), x, constant(4, 1, 1));
          case 14 -> add(Binary.MUL, x, add(Binary.ADD, constant(1), constant(4, 1, 1)));
          case 15 -> window(x);
          case 16 -> add(new Expand(), mean(x), add(ShapeOf.ALL, x));
          default -> resized(x);
        };
    images.add(made);
  }

  private Value flattenAndRestore(Value x) {
    Value flat = add(new Reshape(false), x, ints(0, -1));
    Value bent = random.nextBoolean() ? flat : add(new Softmax(1), flat);
    return add(new Reshape(false), bent, add(ShapeOf.ALL, x));
  }

  private Value pad(Value x) {
    int before = random.nextInt(2);
    int behind = random.nextInt(2);
    Pad.Mode mode = random.nextBoolean() ? Pad.Mode.CONSTANT : Pad.Mode.EDGE;
    return add(new Pad(mode), x, ints(0, 0, before, 0, 0, 0, behind, 0));
  }

  private Value half(Value x) {
    List<Value> halves =
        builder.addAll(new Split(1, 2), List.of(x), Origin.UNKNOWN, "split", List.of("a", "b"));
    return add(new Concat(1), halves.get(1), halves.get(random.nextInt(2)));
  }

  private Value window(Value x) {
    Window same = Window.of(List.of(1, 1), List.of(1, 1), List.of(1, 1, 1, 1));
    return switch (random.nextInt(4)) {
      case 0 -> add(new AveragePool(same, List.of(3, 3), false, random.nextBoolean()), x);
      case 1 -> add(new MaxPool(same, List.of(3, 3), false), x);
      case 2 -> add(new Conv(Window.UNIT, 2), x, constant(4, 2, 1, 1));
      default -> add(new Conv(same, 1), add(new LeakyRelu(0.1), x), constant(4, 4, 3, 3));
    };
  }

  private Value mean(Value x) {
    Value mean = add(new Reduce(Reduce.Kind.MEAN, true), x, ints(2, 3));
    return add(new Clip(), mean, builder.constant("low", Tensor.scalar(ElementType.FLOAT, 0)));
  }

  private Value resized(Value x) {
    Resize nearest =
        new Resize(Resize.Mode.NEAREST, Resize.Transform.ASYMMETRIC, Resize.Nearest.FLOOR);
    Value target = add(Binary.MUL, add(ShapeOf.ALL, pick()), ints(1, 1, 1, 1));
    return add(nearest, x, Value.ABSENT, Value.ABSENT, target);
  }
}
