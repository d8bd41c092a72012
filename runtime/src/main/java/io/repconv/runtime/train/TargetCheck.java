package io.repconv.runtime.train;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.data.Batch;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.zoo.Network;

/** Holds data to the classes that a network tells apart. */
final class TargetCheck {
  private final int classes;
  private final int ignored;

  private TargetCheck(int classes, int ignored) {
    this.classes = classes;
    this.ignored = ignored;
  }

  /**
   * The check of a dataset.
   *
   * @throws RepconvException DATASET where it has other classes than the network, or no examples
   */
  static TargetCheck of(Network network, Dataset data, int ignored) {
    int classes = Math.toIntExact(network.graph().outputs().get(0).shape().dim(1).value());
    if (data.size() == 0) {
      throw RepconvException.of(ErrorCode.DATASET)
          .observed("no examples")
          .expected("at least one")
          .fix("Check data_dir and split.")
          .build();
    }
    if (data.classes().size() != classes) {
      throw RepconvException.of(ErrorCode.DATASET)
          .observed("%d classes".formatted(data.classes().size()))
          .expected("%d, as %s tells apart".formatted(classes, network.graph().name()))
          .fix("Set num_classes of the architecture to %d.".formatted(data.classes().size()))
          .build();
    }
    return new TargetCheck(classes, ignored);
  }

  int classes() {
    return classes;
  }

  int ignored() {
    return ignored;
  }

  /** libtorch ends the process, or worse, where a class is out of range. */
  void check(Batch batch) {
    int[] targets = batch.targets();
    for (int i = 0; i < targets.length; i++) {
      int target = targets[i];
      if ((target < 0 || target >= classes) && target != ignored) {
        int example = (int) ((long) i * batch.size() / targets.length);
        throw RepconvException.of(ErrorCode.DATASET)
            .at(batch.names().get(example))
            .observed("class %d".formatted(target))
            .expected("0 to %d, or %d for none".formatted(classes - 1, ignored))
            .build();
      }
    }
  }
}
