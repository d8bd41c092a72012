package io.repconv.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded linear networks keep their function through folding, to 1e-12 of the largest output. */
class RandomRegionTest {
  private static final int[][] SIZES = {{11, 14}, {16, 9}};

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void foldingKeepsTheFunction(long seed) {
    Graph graph = RandomRegion.of(seed);
    FoldResult result = RegionFolding.fold(graph);
    FoldAssert.assertSameFunction(graph, result.graph(), seed, SIZES);
    if (result.folds().isEmpty()) {
      assertThat(result.graph().nodes()).isEqualTo(graph.nodes());
    }
  }

  @Test
  void mostSeedsFoldAndManyAreRefusedSomewhere() {
    long folded =
        seeds().filter(s -> !RegionFolding.fold(RandomRegion.of(s)).folds().isEmpty()).count();
    long refused =
        seeds().filter(s -> !RegionFolding.fold(RandomRegion.of(s)).refusals().isEmpty()).count();
    assertThat(folded).isGreaterThan(200);
    assertThat(refused).isGreaterThan(50);
  }
}
