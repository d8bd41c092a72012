package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.GlobalAveragePool;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Means are taken before a pointwise convolution, which then has fewer positions to compute.
 *
 * <pre>
 * AveragePool(Conv(x, W, b))  =>  Conv(AveragePool(x), W, b)      W 1x1
 * </pre>
 *
 * A mean of affine functions is the function of the mean as long as every window is full. Not where
 * either pads, the pooling rounds its size up or keeps it, anything else reads what lies between,
 * or it takes more multiply-adds or more channels at the larger size. Nor where what the
 * convolution reads is linear in something: the two may be one convolution.
 */
public final class PoolBeforePointwise {
  private static final Set<String> LINEAR =
      Set.of(
          "Conv",
          "AveragePool",
          "Pad",
          "BatchNormalization",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Neg",
          "Concat",
          "Slice",
          "Split");

  private PoolBeforePointwise() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, PoolBeforePointwise::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node pool, Rewriting graph) {
    boolean pools = pool.op() instanceof GlobalAveragePool || isFull(pool.op());
    Node conv = pools ? graph.onlyFor(pool.input(0)) : null;
    if (conv == null || !(conv.op() instanceof Conv op) || !isPointwise(op, conv.input(1))) {
      return null;
    }
    if (isLinear(graph.producer(conv.input(0))) || !isCheaper(pool.op(), conv)) {
      return null;
    }
    String name = pool.output().name() + ".pooled";
    Value pooled = graph.add(pool.op(), List.of(conv.input(0)), pool, name);
    List<Value> inputs = new ArrayList<>(conv.inputs());
    inputs.set(0, pooled);
    return new Rewriting.Replacement(op, inputs, List.of(conv, pool));
  }

  private static boolean isLinear(@Nullable Node producer) {
    return producer != null && LINEAR.contains(producer.op().name());
  }

  private static boolean isFull(Op op) {
    return op instanceof AveragePool pool && !pool.ceilMode() && isWithoutPads(pool.window());
  }

  private static boolean isWithoutPads(Window window) {
    return window.autoPad() == Window.AutoPad.NOTSET
        && window.padsBegin().stream().allMatch(pad -> pad == 0)
        && window.padsEnd().stream().allMatch(pad -> pad == 0);
  }

  private static boolean isPointwise(Conv conv, Value weight) {
    Tensor kernel = weight.constant();
    if (kernel == null || !isWithoutPads(conv.window())) {
      return false;
    }
    for (int axis = 2; axis < kernel.rank(); axis++) {
      if (kernel.dim(axis) != 1) {
        return false;
      }
    }
    return conv.window().strides().stream().allMatch(stride -> stride == 1);
  }

  /** Per position of the result. */
  private static boolean isCheaper(Op op, Node conv) {
    if (!(op instanceof AveragePool pool)) {
      return true;
    }
    Tensor kernel = conv.input(1).constant();
    if (kernel == null) {
      return false;
    }
    double outputs = kernel.dim(0);
    double inputs = kernel.dim(1) * (double) ((Conv) conv.op()).group();
    double positions = product(pool.window().strides());
    double means = product(pool.kernel());
    double before = positions * kernel.size() + means * outputs;
    double after = kernel.size() + means * inputs;
    return positions > 1 && after < before && inputs <= positions * outputs;
  }

  private static double product(List<Integer> factors) {
    return factors.stream().mapToDouble(factor -> factor).reduce(1, (a, b) -> a * b);
  }
}
