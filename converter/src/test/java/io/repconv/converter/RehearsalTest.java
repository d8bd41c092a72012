package io.repconv.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.pass.Simplify;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void foldsAndWritesABlockOfThreeBranches() {
    Graph block = Rehearsal.block();
    assertThat(RegionFolding.fold(Simplify.apply(block)).folds())
        .singleElement()
        .satisfies(fold -> assertThat(fold.before().branches()).isEqualTo(3));
    assertThat(Rehearsal.run().nodes())
        .extracting(node -> node.op().name())
        .containsExactly("Conv", "Relu");
  }
}
