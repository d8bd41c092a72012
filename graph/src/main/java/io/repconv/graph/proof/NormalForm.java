package io.repconv.graph.proof;

import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.Magnitudes;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.pass.Simplify;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as it is compared: simplified, with every linear region folded in double that is
 * cheaper folded. What one network was written as, with many branches or with one, is then the same
 * graph.
 *
 * @param folds the regions, to be certified
 */
public record NormalForm(Graph graph, List<Fold> folds) {

  /** The normal form of a graph as it was read. */
  public static NormalForm of(Graph graph) {
    return of(RegionFolding.fold(Simplify.apply(graph)));
  }

  /** The normal form of a simplified graph that has been folded. */
  public static NormalForm of(FoldResult result) {
    return new NormalForm(Simplify.folded(result.graph()), result.folds());
  }

  /** What the numbers of each folded convolution are sums of, by its weight. */
  Map<Tensor, Magnitudes> magnitudes() {
    Map<Tensor, Magnitudes> magnitudes = new HashMap<>();
    for (Fold fold : folds) {
      for (Value input : fold.node().inputs()) {
        Tensor constant = input.constant();
        if (constant != null && constant.rank() > 1) {
          magnitudes.put(constant, fold.magnitudes());
        }
      }
    }
    return magnitudes;
  }
}
