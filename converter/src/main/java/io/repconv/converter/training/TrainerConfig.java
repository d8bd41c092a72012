package io.repconv.converter.training;

import io.repconv.runtime.train.Monitor;
import io.repconv.runtime.train.data.Task;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long is trained and what is kept: {@code trainer}.
 *
 * @param saveFolder where checkpoints are written
 * @param savePeriod epochs from one checkpoint to the next
 * @param monitor what makes an epoch the best; empty keeps the last one
 * @param earlyStop how many validations without an improvement end the training
 * @param tensorboard whether event files are written
 * @param logFolder where these are written
 * @param stepsPerLog steps from one logged loss to the next
 * @param validate whether there is a validation
 * @param epochsPerValidation epochs from one validation to the next
 */
public record TrainerConfig(
    int epochs,
    Path saveFolder,
    int savePeriod,
    Optional<Monitor> monitor,
    OptionalInt earlyStop,
    boolean tensorboard,
    Path logFolder,
    int stepsPerLog,
    boolean validate,
    int epochsPerValidation) {
  static final int MOST_EPOCHS = 1_000_000;
  private static final int MOST_STEPS = 1_000_000_000;

  static TrainerConfig read(Keys keys, Task task, boolean canValidate) {
    keys.require("epochs");
    int epochs = keys.integer("epochs", 1, MOST_EPOCHS).orElse(1);
    Path saved = keys.path("save_dir").orElse(Path.of("saved"));
    int savePeriod = keys.integer("save_period", 1, MOST_EPOCHS).orElse(1);
    boolean validate = keys.flag("val").orElse(canValidate);
    if (validate && !canValidate) {
      keys.problem("val", "true without val_loader", "val_loader, to know what to validate on", "");
    }
    Optional<Monitor> monitor = monitor(keys, task, validate);
    OptionalInt earlyStop = keys.integer("early_stop", 1, MOST_EPOCHS);
    if (!validate && monitor.isPresent()) {
      keys.problem(
          "monitor", "'%s' without validation".formatted(monitor.get().metric()), "'off'", "");
    }
    if (earlyStop.isPresent() && monitor.isEmpty()) {
      keys.problem("early_stop", "a number where nothing is monitored", "no early_stop", "");
    }
    TrainerConfig trainer =
        new TrainerConfig(
            epochs,
            saved,
            savePeriod,
            monitor,
            earlyStop,
            keys.flag("tensorboard").orElse(true),
            keys.path("log_dir").orElse(saved.resolve("runs")),
            keys.integer("log_per_iter", 1, MOST_STEPS).orElse(20),
            validate,
            keys.integer("val_per_epochs", 1, MOST_EPOCHS).orElse(1));
    keys.end();
    return trainer;
  }

  private static Optional<Monitor> monitor(Keys keys, Task task, boolean validate) {
    Map<String, Optional<Monitor>> choices =
        task == Task.SEGMENTATION ? Choices.SEGMENTATION_MONITORS : Choices.CLASSIFICATION_MONITORS;
    Optional<Monitor> best = choices.values().iterator().next();
    return keys.oneOf("monitor", choices).orElse(validate ? best : Optional.empty());
  }
}
