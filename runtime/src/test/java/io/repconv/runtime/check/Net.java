package io.repconv.runtime.check;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Vocabulary;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** Small networks for tests, with seeded weights. */
final class Net {
  private final GraphBuilder builder = new GraphBuilder("net");
  private final Random random;
  private final ElementType type;

  private Net(ElementType type, long seed) {
    this.type = type;
    this.random = new Random(seed);
  }

  /** A network with the input {@code x} and the output {@code y}. */
  static Graph of(String shape, BiFunction<Net, Value, Value> body) {
    return of(ElementType.FLOAT, shape, body);
  }

  static Graph of(ElementType type, String shape, BiFunction<Net, Value, Value> body) {
    return of(type, 5, shape, body);
  }

  static Graph of(ElementType type, long seed, String shape, BiFunction<Net, Value, Value> body) {
    Net net = new Net(type, seed);
    Value x = net.builder.input("x", type, Shape.parse(shape));
    Value y = body.apply(net, x);
    net.builder.output(net.add("Identity", Attributes.NONE, "y", y));
    return net.builder.build();
  }

  Value add(String op, Attributes attributes, Value... inputs) {
    return add(op, attributes, op, inputs);
  }

  private Value add(String name, Attributes attributes, String output, Value... inputs) {
    Op op = Vocabulary.operator(name, attributes).orElseThrow();
    return builder.add(op, List.of(inputs), Origin.of(output), output);
  }

  Value add(Op op, Value... inputs) {
    return builder.add(op, List.of(inputs), Origin.UNKNOWN, op.name());
  }

  /** Evenly distributed numbers of a seed, rounded to the network's type. */
  Value constant(double low, double high, long... dims) {
    double[] values = random.doubles(Tensor.elements(dims), low, high).toArray();
    Tensor tensor = Tensor.of(type, dims, values);
    return builder.constant("c", Tensor.stored(type, dims, tensor.bytes()));
  }

  Value floats(double... values) {
    return builder.constant("c", Tensor.of(ElementType.FLOAT, new long[] {values.length}, values));
  }

  Value conv(Value x, int outputs, int kernel, int stride, int pad) {
    long channels = x.shape().dim(1).value();
    double range = Math.sqrt(3.0 / (channels * kernel * kernel));
    Value weight = constant(-range, range, outputs, channels, kernel, kernel);
    return add("Conv", window(kernel, stride, pad), x, weight, constant(-1, 1, outputs));
  }

  Value norm(Value x, double epsilon) {
    long channels = x.shape().dim(1).value();
    return add(
        "BatchNormalization",
        Attributes.NONE.with("epsilon", epsilon),
        x,
        constant(0.5, 1.5, channels),
        constant(-1, 1, channels),
        constant(-1, 1, channels),
        constant(0.5, 1.5, channels));
  }

  Value relu(Value x) {
    return add("Relu", Attributes.NONE, x);
  }

  static Attributes window(int kernel, int stride, int pad) {
    return Attributes.NONE
        .with("kernel_shape", List.of((long) kernel, (long) kernel))
        .with("strides", List.of((long) stride, (long) stride))
        .with("pads", List.of((long) pad, (long) pad, (long) pad, (long) pad));
  }
}
