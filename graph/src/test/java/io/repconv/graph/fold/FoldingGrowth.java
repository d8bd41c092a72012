package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Locale;

/**
 * A benchmark, not a test: how the time of folding grows with the length of a chain of RepVGG
 * blocks. docs/performance.md has the command and the numbers.
 */
final class FoldingGrowth {
  private FoldingGrowth() {}

  public static void main(String[] args) {
    time(300); // warm-up
    for (int blocks : new int[] {1_000, 3_000, 10_000}) {
      System.out.printf(Locale.ROOT, "%6d blocks  %7.2f s%n", blocks, time(blocks));
    }
  }

  /** Seconds to fold a chain and to compute every weight of it. */
  private static double time(int blocks) {
    Graph graph = chain(blocks);
    long start = System.nanoTime();
    FoldResult result = RegionFolding.fold(graph);
    for (Fold fold : result.folds()) {
      Tensor weight = fold.node().input(1).constant();
      if (weight == null || !Double.isFinite(weight.doubles()[0])) {
        throw new IllegalStateException(fold.node() + " has no weight");
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (result.folds().size() != blocks) {
      throw new IllegalStateException(result.folds().size() + " of " + blocks + " blocks folded");
    }
    return seconds;
  }

  private static Graph chain(int blocks) {
    Net net = new Net(1, "[N, 4, H, W]");
    Value y = net.x;
    for (int i = 0; i < blocks; i++) {
      String block = "block" + i + ".";
      Value dense =
          net.norm(block + "bn3", net.conv(block + "conv3", y, 4, Net.Placed.kernel(3, 3).same()));
      Value point =
          net.norm(block + "bn1", net.conv(block + "conv1", y, 4, Net.Placed.kernel(1, 1)));
      Value sum = net.add(block + "sum", dense, point);
      y = net.relu(block + "relu", net.add(block + "all", sum, net.norm(block + "bn0", y)));
    }
    return net.output(y);
  }
}
