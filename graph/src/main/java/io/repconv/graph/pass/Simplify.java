package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import java.util.List;
import java.util.function.UnaryOperator;

/** All clean-up passes, again and again until none finds anything to do. */
public final class Simplify {
  /** Each round enables the next only through shape arithmetic behind shape arithmetic. */
  private static final int MOST_ROUNDS = 16;

  private static final List<UnaryOperator<Graph>> PASSES =
      List.of(
          RemoveDeadNodes::apply,
          FoldConstants::apply,
          RemoveIdentities::apply,
          ShareEqualNodes::apply,
          FuseHardSigmoid::apply,
          FuseHardSwish::apply,
          FuseGelu::apply,
          PoolSpatialMeans::apply,
          MergePadIntoAveragePool::apply,
          MergePadIntoMaxPool::apply,
          PoolBeforePointwise::apply,
          FoldNormIntoConvTranspose::apply,
          FoldNormIntoGemm::apply,
          FoldNormIntoMatMul::apply,
          FoldScaleIntoMatMul::apply,
          RemoveDeadNodes::apply);

  private Simplify() {}

  /** A graph whose regions have been folded, as it is deployed. */
  public static Graph folded(Graph graph) {
    return FlattenConcats.apply(apply(graph));
  }

  public static Graph apply(Graph graph) {
    Graph current = graph;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Graph before = current;
      for (UnaryOperator<Graph> pass : PASSES) {
        current = pass.apply(current);
      }
      if (current == before) {
        break;
      }
    }
    return current;
  }
}
