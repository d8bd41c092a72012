package io.repconv.runtime.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfusionTest {
  private static final int IGNORED = 255;

  @Test
  void accuracyAndIouAreThoseOfACountByHand() {
    Confusion confusion = new Confusion(3, IGNORED);

    confusion.count(new int[] {0, 0, 0, 1, 1, 2, IGNORED}, new int[] {0, 0, 1, 1, 2, 2, 0});

    assertThat(confusion.total()).isEqualTo(6);
    assertThat(confusion.correct()).isEqualTo(4);
    assertThat(confusion.of(1, 2)).isEqualTo(1);
    assertThat(confusion.accuracy()).isEqualTo(4.0 / 6);
    assertThat(confusion.iou(0)).hasValue(2.0 / 3);
    assertThat(confusion.iou(1)).hasValue(1.0 / 3);
    assertThat(confusion.iou(2)).hasValue(1.0 / 2);
    assertThat(confusion.meanIou()).isEqualTo((2.0 / 3 + 1.0 / 3 + 1.0 / 2) / 3);
  }

  @Test
  void aClassThatIsNeitherThereNorPredictedHasNoIouAndDoesNotLowerTheMean() {
    Confusion confusion = new Confusion(3, IGNORED);

    confusion.count(new int[] {0, 1}, new int[] {0, 0});

    assertThat(confusion.iou(2)).isEmpty();
    assertThat(confusion.iou(1)).hasValue(0);
    assertThat(confusion.meanIou()).isEqualTo(0.25);
  }

  @Test
  void nothingCountedIsNotANumber() {
    Confusion confusion = new Confusion(2, IGNORED);

    confusion.count(IGNORED, 0);

    assertThat(confusion.accuracy()).isNaN();
    assertThat(confusion.meanIou()).isNaN();
  }

  @Test
  void partsAddUpToTheWhole() {
    int[] targets = {0, 1, 1, 0, 1, IGNORED};
    int[] predicted = {0, 1, 0, 1, 1, 1};
    Confusion whole = new Confusion(2, IGNORED);
    whole.count(targets, predicted);
    Confusion sum = new Confusion(2, IGNORED);
    for (int i = 0; i < targets.length; i++) {
      Confusion part = new Confusion(2, IGNORED);
      part.count(targets[i], predicted[i]);
      sum.add(part);
    }

    assertThat(sum.accuracy()).isEqualTo(whole.accuracy()).isEqualTo(3.0 / 5);
    assertThat(sum.meanIou()).isEqualTo(whole.meanIou());
    assertThatThrownBy(() -> sum.add(new Confusion(3, IGNORED)))
        .hasMessageContaining("2 classes and 3");
  }

  @Test
  void aClassBeyondTheLastIsRefused() {
    Confusion confusion = new Confusion(2, IGNORED);

    assertThatThrownBy(() -> confusion.count(2, 0))
        .hasMessage("class 0 predicted for 2, of 2 classes");
    assertThatThrownBy(() -> confusion.count(new int[1], new int[2]))
        .hasMessage("2 predictions for 1 targets");
  }
}
