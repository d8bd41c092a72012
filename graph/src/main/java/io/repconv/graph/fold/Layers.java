package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.fold.family.EdgeMask;
import io.repconv.graph.fold.family.Layer;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Slice;
import io.repconv.graph.op.Window;
import java.util.List;
import java.util.Optional;

/** Describes the operators of linear regions. */
final class Layers {
  private static final List<Integer> MASK = List.of(3, 3);

  private Layers() {}

  /** The layer that a node of one input is, empty for identities and changes of sign. */
  static Optional<Layer> of(Node node) {
    if (node.op() instanceof Conv conv) {
      return Optional.of(convolution(conv, node));
    }
    if (node.op() instanceof AveragePool pool) {
      return Optional.of(window(Layer.Kind.AVERAGE_POOLING, pool.window(), pool.kernel()));
    }
    if (node.op() instanceof Slice) {
      return Optional.of(
          Layer.of(ChannelSteps.slice(node).isPresent() ? Layer.Kind.SPLIT : Layer.Kind.CROP));
    }
    return switch (node.op().name()) {
      case "BatchNormalization" -> Optional.of(Layer.of(Layer.Kind.NORM));
      case "Mul", "Div", "Add", "Sub" -> Optional.of(Layer.of(Layer.Kind.SCALE));
      case "Pad" -> Optional.of(Layer.of(Layer.Kind.BORDER));
      case "Split" -> Optional.of(Layer.of(Layer.Kind.SPLIT));
      default -> Optional.empty();
    };
  }

  private static Layer convolution(Conv conv, Node node) {
    List<Integer> kernel = Conv.kernel(node.input(1).shape());
    Layer plain = window(Layer.Kind.CONVOLUTION, conv.window(), kernel);
    boolean depthwise = conv.group() > 1 && node.input(1).shape().dim(1).is(1);
    Tensor weight = node.input(1).constant();
    Optional<EdgeMask> mask =
        depthwise && weight != null && kernel.equals(MASK)
            ? EdgeMask.of(weight.doubles())
            : Optional.empty();
    return new Layer(
        plain.kind(), kernel, plain.stride(), plain.dilation(), conv.group(), depthwise, mask);
  }

  private static Layer window(Layer.Kind kind, Window given, List<Integer> kernel) {
    Window window = given.forAxes(kernel.size());
    return new Layer(
        kind, kernel, window.strides(), window.dilations(), 1, false, Optional.empty());
  }
}
