package io.repconv.graph.pass;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.GlobalAveragePool;
import io.repconv.graph.op.Reduce;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A mean over all spatial axes that keeps them is global average pooling.
 *
 * <pre>
 * ReduceMean(x, axes = 2, 3, …, keepdims)  =>  GlobalAveragePool(x)
 * </pre>
 */
public final class PoolSpatialMeans {
  private PoolSpatialMeans() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, PoolSpatialMeans::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    Value x = node.input(0);
    boolean mean =
        node.op() instanceof Reduce reduce
            && reduce.kind() == Reduce.Kind.MEAN
            && reduce.keepDims()
            && x.shape().isRanked()
            && x.shape().rank() > 2;
    if (!mean || !isSpatial(node.input(1).integers(), x.shape().rank())) {
      return null;
    }
    return new Rewriting.Replacement(new GlobalAveragePool(), List.of(x), List.of(node));
  }

  private static boolean isSpatial(@Nullable List<Dim> axes, int rank) {
    if (axes == null || axes.size() != rank - 2 || !axes.stream().allMatch(Dim::isConstant)) {
      return false;
    }
    LongStream fromFront =
        axes.stream().mapToLong(Dim::value).map(axis -> axis < 0 ? axis + rank : axis);
    return fromFront.distinct().filter(axis -> axis >= 2).count() == rank - 2;
  }
}
