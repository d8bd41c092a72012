package io.repconv.converter;

import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.op.Vocabulary;
import io.repconv.graph.pass.Simplify;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Folds and writes one block to nowhere while a model is read: what the JVM does when code runs for
 * the first time, loading classes and linking call sites, is then done when the model's turn comes.
 */
final class Rehearsal {
  private static final int CHANNELS = 2;

  private Rehearsal() {}

  /** What is left of the block, folded and written. */
  static Graph run() {
    Graph folded = Simplify.folded(RegionFolding.fold(Simplify.apply(block())).graph());
    try {
      OnnxFromGraph.write(folded, OnnxOptions.DEFAULT, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folded;
  }

  static Graph block() {
    GraphBuilder builder = new GraphBuilder("block");
    Value x = builder.input("x", ElementType.FLOAT, Shape.parse("[N, 2, H, W]"));
    Value dense = norm(builder, convolution(builder, x, 3));
    Value pointwise = norm(builder, convolution(builder, x, 1));
    Value sum = add(builder, "Add", Attributes.NONE, dense, pointwise);
    Value block =
        add(
            builder,
            "Relu",
            Attributes.NONE,
            add(builder, "Add", Attributes.NONE, sum, norm(builder, x)));
    builder.output(block);
    return builder.build();
  }

  private static Value convolution(GraphBuilder builder, Value x, int size) {
    long pad = size / 2;
    Attributes attributes =
        Attributes.NONE
            .with("kernel_shape", List.of((long) size, (long) size))
            .with("pads", List.of(pad, pad, pad, pad));
    return add(builder, "Conv", attributes, x, constant(builder, CHANNELS, CHANNELS, size, size));
  }

  private static Value norm(GraphBuilder builder, Value x) {
    Value one = constant(builder, CHANNELS);
    return add(builder, "BatchNormalization", Attributes.NONE, x, one, one, one, one);
  }

  private static Value constant(GraphBuilder builder, long... dims) {
    float[] ones = new float[(int) Tensor.elements(dims)];
    Arrays.fill(ones, 1);
    return builder.constant("", Tensor.ofFloats(dims, ones));
  }

  private static Value add(
      GraphBuilder builder, String op, Attributes attributes, Value... inputs) {
    return builder.add(
        Vocabulary.operator(op, attributes).orElseThrow(), List.of(inputs), Origin.UNKNOWN, "");
  }
}
