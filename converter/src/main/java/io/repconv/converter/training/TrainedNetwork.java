package io.repconv.converter.training;

import io.repconv.converter.checkpoint.TrainingCheckpoint;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import java.nio.file.Path;

/** The network of a training's checkpoint, as it trains. */
final class TrainedNetwork {
  private TrainedNetwork() {}

  static Network read(Path checkpoint) {
    TrainingCheckpoint read = TrainingCheckpoint.read(checkpoint);
    return Architectures.build(read.architecture(), 0).with(read.parameters());
  }
}
