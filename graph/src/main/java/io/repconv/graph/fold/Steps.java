package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.BatchNormalization;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.GroupNormalization;
import io.repconv.graph.op.InstanceNormalization;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Slice;
import io.repconv.graph.op.Split;
import io.repconv.graph.op.Unary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The linear steps of a graph: which values follow linearly from which, and why others do not. */
final class Steps {
  private final Map<Value, LinearStep> byValue = new HashMap<>();
  private final Map<Node, String> refusals = new HashMap<>();

  Steps(Graph graph, Uses uses) {
    BorderFill fills = new BorderFill(uses, this::isStacked);
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.outputs().size(); i++) {
        Value value = node.outputs().get(i);
        try {
          read(node, i).ifPresent(step -> byValue.put(value, step));
          if (!byValue.containsKey(value)) {
            fills.recognise(value).ifPresent(step -> byValue.put(value, step));
          }
        } catch (NotOneConvolution refused) {
          refusals.put(node, refused.reason());
        }
      }
      if (measuresItsInput(node.op()) && byValue.containsKey(node.input(0))) {
        refusals.put(
            node,
            "it normalizes with the mean and variance of each input, so it has no fixed scale to fold");
      }
    }
  }

  private static boolean measuresItsInput(Op op) {
    return op instanceof GroupNormalization || op instanceof InstanceNormalization;
  }

  /** The step that makes a value, null where it is not linear in anything. */
  @Nullable LinearStep step(Value value) {
    return byValue.get(value);
  }

  /** The step of a value known to have one. */
  LinearStep required(Value value) {
    LinearStep step = byValue.get(value);
    if (step == null) {
      throw new IllegalStateException(value + " is no linear step");
    }
    return step;
  }

  private boolean isStacked(Value value) {
    LinearStep step = byValue.get(value);
    return step instanceof ConcatStep || step instanceof RowsStep;
  }

  /** Why nodes of linear operators are no steps. */
  Map<Node, String> refusals() {
    return refusals;
  }

  private static Optional<LinearStep> read(Node node, int output) throws NotOneConvolution {
    Shape shape = node.outputs().get(output).shape();
    boolean image =
        shape.isRanked()
            && shape.rank() >= 3
            && shape.rank() - 2 <= Offsets.MOST_AXES
            && shape.dim(1).isConstant();
    if (!image || !node.outputs().get(output).element().isFloating()) {
      return Optional.empty();
    }
    if (node.op() instanceof Conv conv) {
      return WindowSteps.convolution(node, conv);
    }
    if (node.op() instanceof AveragePool pool) {
      return WindowSteps.averagePool(node, pool);
    }
    if (node.op() instanceof Pad pad) {
      return WindowSteps.pad(node, pad);
    }
    if (node.op() instanceof Slice) {
      return ChannelSteps.slice(node).or(() -> WindowSteps.crop(node));
    }
    if (node.op() instanceof Split split) {
      return ChannelSteps.split(node, split, output);
    }
    if (node.op() instanceof Concat concat) {
      return ChannelSteps.concat(node, concat);
    }
    if (node.op() instanceof BatchNormalization norm) {
      return AffineSteps.batchNorm(node, norm);
    }
    if (node.op() instanceof Binary binary) {
      return AffineSteps.arithmetic(node, binary);
    }
    if (node.op() == Unary.NEG) {
      return AffineSteps.scaled(node, node.input(0), -1);
    }
    return Optional.empty();
  }

  /**
   * Channels of a value of rank 3 or more, which {@link #read} has made sure are known for outputs.
   */
  static int channels(Value value) {
    return Math.toIntExact(value.shape().dim(1).value());
  }

  static boolean hasChannels(Value value) {
    return value.shape().isRanked()
        && value.shape().rank() >= 3
        && value.shape().dim(1).isConstant();
  }
}
