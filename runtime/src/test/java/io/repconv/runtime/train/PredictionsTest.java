package io.repconv.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Tensor;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  @Test
  void theLargestLogitIsChosenAtEachPositionTheFirstOfEqualOnes() {
    Tensor logits =
        Tensor.ofFloats(
            new long[] {2, 3, 2},
            /* image 0: class 0, 1, 2 at two positions */ 1,
            5,
            3,
            4,
            2,
            9,
            /* image 1 */ 7,
            0,
            7,
            0,
            6,
            1);
    assertThat(Predictions.largest(logits)).containsExactly(1, 2, 0, 2);
  }
}
