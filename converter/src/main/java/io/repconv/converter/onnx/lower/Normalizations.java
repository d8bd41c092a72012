package io.repconv.converter.onnx.lower;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Normalizations that are younger than the oldest opset written. */
final class Normalizations {
  private Normalizations() {}

  /**
   *
   *
   * <pre>
   * d = x - mean(x),   y = d / sqrt(mean(d^2) + epsilon) * scale + bias
   * </pre>
   *
   * with the means over the axes from {@code axis} on, in float32 for the 16-bit types, as the
   * operator itself computes them.
   */
  static Value layer(Node node, List<Value> inputs, Parts parts) {
    Attributes attributes = node.op().attributes();
    Value given = inputs.get(0);
    boolean narrow =
        given.element() == ElementType.FLOAT16 || given.element() == ElementType.BFLOAT16;
    Value x = narrow ? cast(given, ElementType.FLOAT, parts) : given;
    Value axes = parts.ints("axes", axes(node, attributes.integer("axis", -1)));
    Value centred = parts.add("Sub", x, parts.add("ReduceMean", x, axes));
    Value square = parts.add("Pow", centred, parts.scalar("two", x, 2));
    Value variance = parts.add("ReduceMean", square, axes);
    Value epsilon = parts.scalar("epsilon", x, attributes.real("epsilon", 1e-5));
    Value deviation = parts.add("Sqrt", parts.add("Add", variance, epsilon));
    Value normal = parts.add("Div", centred, deviation);
    Value y = narrow ? cast(normal, given.element(), parts) : normal;
    boolean shifted = inputs.size() > 2 && !inputs.get(2).isAbsent();
    return shifted
        ? parts.result("Add", parts.add("Mul", y, inputs.get(1)), inputs.get(2))
        : parts.result("Mul", y, inputs.get(1));
  }

  private static Value cast(Value value, ElementType to, Parts parts) {
    return parts.add("Cast", Attributes.NONE.with("to", (long) to.code()), value);
  }

  private static long[] axes(Node node, long axis) {
    if (axis < 0) {
      return LongStream.range(axis, 0).toArray();
    }
    Shape shape = node.input(0).shape();
    if (!shape.isRanked()) {
      throw LoweredNode.of(node).inexpressible("an axis of a value of unknown rank", 17);
    }
    return LongStream.range(axis, shape.rank()).toArray();
  }

  /**
   * The groups as channels of an InstanceNormalization without scale and bias, then these for each
   * channel.
   *
   * <pre>
   * y = reshape(InstanceNormalization(reshape(x, [N, groups, -1])), shape of x) * scale + bias
   * </pre>
   */
  static Value group(Node node, List<Value> inputs, Parts parts) {
    Attributes attributes = node.op().attributes();
    Value x = inputs.get(0);
    if (!x.shape().isRanked()) {
      throw LoweredNode.of(node).inexpressible("a value of unknown rank to normalize", 21);
    }
    int groups = Math.toIntExact(attributes.integer("num_groups", 1));
    Value rows = parts.add("Reshape", x, parts.ints("groups", 0, groups, -1));
    Value ones = filled("ones", groups, 1, x, parts);
    Value zeros = filled("zeros", groups, 0, x, parts);
    Attributes epsilon = Attributes.NONE.with("epsilon", attributes.real("epsilon", 1e-5));
    Value normal = parts.add("InstanceNormalization", epsilon, rows, ones, zeros);
    Value y = parts.add("Reshape", normal, parts.add("Shape", x));
    Value scaled = parts.add("Mul", y, perChannel("scale", inputs.get(1), x, parts));
    return parts.result("Add", scaled, perChannel("bias", inputs.get(2), x, parts));
  }

  private static Value filled(String role, int count, double value, Value like, Parts parts) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return parts.constant(role, Tensor.of(like.element(), new long[] {count}, values));
  }

  /** The values shaped so that they lie along axis 1 of {@code x}. */
  private static Value perChannel(String role, Value values, Value x, Parts parts) {
    long[] dims = new long[x.shape().rank() - 1];
    Arrays.fill(dims, 1);
    Tensor constant = values.constant();
    if (constant != null) {
      dims[0] = constant.size();
      return parts.constant(role, constant.reshaped(dims));
    }
    dims[0] = -1;
    return parts.add("Reshape", values, parts.ints(role + "_shape", dims));
  }
}
