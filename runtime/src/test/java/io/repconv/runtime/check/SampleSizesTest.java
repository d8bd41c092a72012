package io.repconv.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleSizesTest {
  private static List<Map<String, Long>> candidates(Graph graph) {
    return new SampleSizes(graph, Map.of()).candidates(List.of());
  }

  @Test
  void onePaddedThreeByThreeNeedsThreePositions() {
    Graph graph = Net.of("N, 3, H, W", (net, x) -> net.conv(x, 4, 3, 1, 1));
    assertThat(candidates(graph).subList(0, 2))
        .containsExactly(Map.of("N", 2L, "H", 3L, "W", 4L), Map.of("N", 1L, "H", 3L, "W", 5L));
  }

  @Test
  void everyStageHasAnInteriorAndTheSecondSizeLeavesARemainder() {
    Graph graph =
        Net.of(
            "N, 3, H, W",
            (net, x) -> net.conv(net.conv(net.conv(x, 4, 3, 2, 1), 4, 3, 2, 1), 4, 3, 1, 1));
    List<Map<String, Long>> first = candidates(graph).subList(0, 2);
    assertThat(first.get(0)).isEqualTo(Map.of("N", 2L, "H", 12L, "W", 16L));
    assertThat(first.get(1)).isEqualTo(Map.of("N", 1L, "H", 9L, "W", 11L));
  }

  @Test
  void sizesOfTheUserStand() {
    Graph graph = Net.of("N, 3, H, W", (net, x) -> net.conv(x, 4, 3, 1, 1));
    assertThat(new SampleSizes(graph, Map.of("H", 64L, "Z", 9L)).candidates(List.of()))
        .isNotEmpty()
        .allSatisfy(sizes -> assertThat(sizes).containsEntry("H", 64L).doesNotContainKey("Z"));
  }

  @Test
  void aFixedModelHasOneChoice() {
    Graph graph = Net.of("1, 3, 8, 8", (net, x) -> net.conv(x, 4, 3, 1, 1));
    assertThat(candidates(graph)).containsExactly(Map.of());
  }

  @Test
  void sizesThatTheModelWasSeenWithStandInNext() {
    Graph graph = Net.of("1, 3, H, W", (net, x) -> net.conv(x, 4, 3, 1, 1));
    Map<String, Long> seen = Map.of("H", 40L, "W", 50L);
    assertThat(new SampleSizes(graph, Map.of()).candidates(List.of(seen)).get(2)).isEqualTo(seen);
  }
}
