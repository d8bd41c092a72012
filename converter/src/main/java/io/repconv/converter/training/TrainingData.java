package io.repconv.converter.training;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.data.Dataset;
import java.util.Optional;

/** What a configuration trains and validates on. */
public record TrainingData(Dataset training, Optional<Dataset> validation) {
  /**
   * Opens it; images are read later.
   *
   * @throws RepconvException DATASET where a folder or split is not there or the two have other
   *     classes; others where a file cannot be read
   */
  public static TrainingData open(TrainingConfig config) {
    Dataset training = config.training().open(config.ignoreIndex());
    Optional<Dataset> validation =
        config.validation().map(loader -> loader.open(config.ignoreIndex()));
    if (validation.isPresent() && !validation.get().classes().equals(training.classes())) {
      throw RepconvException.of(ErrorCode.DATASET)
          .at(config.validation().orElseThrow().folder().toString())
          .observed("the classes " + String.join(", ", validation.get().classes()))
          .expected("those trained on: " + String.join(", ", training.classes()))
          .why("An index would mean another class in training than in validation.")
          .build();
    }
    return new TrainingData(training, validation);
  }
}
