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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The linear steps of a graph: which values follow linearly from which, and why others do not. */
final class Steps {
  private final Map<Value, LinearStep> byValue = new HashMap<>();
  private final Map<Node, String> refusals = new HashMap<>();

  Steps(Graph graph, Uses uses) {
    List<Unread> unread = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.outputs().size(); i++) {
        try {
          LinearStep step = read(node, i).orElse(null);
          if (step == null) {
            unread.add(new Unread(node, node.outputs().get(i)));
          } else {
            byValue.put(node.outputs().get(i), step);
          }
        } catch (NotOneConvolution refused) {
          refusals.put(node, refused.reason());
        }
      }
    }
    readFills(unread, uses);
    for (Node node : graph.nodes()) {
      if (measuresItsInput(node.op()) && byValue.containsKey(node.input(0))) {
        refusals.put(
            node,
            "it normalizes with the mean and variance of each input, so it has no fixed scale to fold");
      }
    }
  }

  private record Unread(Node node, Value value) {}

  private record Attempt(Unread of, Optional<LinearStep> step, @Nullable String refusal) {}

  /** Recognises border fills on all processors: each is evaluated at several sizes. */
  private void readFills(List<Unread> unread, Uses uses) {
    BorderFill fills = new BorderFill(uses, this::isStacked);
    List<Attempt> attempts =
        unread.parallelStream()
            .filter(one -> fills.isCandidate(one.value()))
            .map(one -> attempt(one, fills))
            .toList();
    for (Attempt attempt : attempts) {
      attempt.step().ifPresent(step -> byValue.put(attempt.of().value(), step));
      if (attempt.refusal() != null) {
        refusals.put(attempt.of().node(), attempt.refusal());
      }
    }
  }

  private static Attempt attempt(Unread unread, BorderFill fills) {
    try {
      return new Attempt(unread, fills.recognise(unread.value()), null);
    } catch (NotOneConvolution refused) {
      return new Attempt(unread, Optional.empty(), refused.reason());
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
