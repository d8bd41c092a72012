package io.repconv.converter.training;

import java.util.List;

/**
 * How the learning rate {@code lr} of the optimizer changes: {@code lr_scheduler}. {@code t} is the
 * number of the step of {@code T} in all.
 */
public sealed interface ScheduleConfig {
  /**
   * {@code lr * (1 - t/T)^power}, times {@code t} over the steps of the warm-up during these.
   *
   * @param warmupEpochs how long the rate rises first
   */
  record Poly(double power, int warmupEpochs) implements ScheduleConfig {}

  /**
   * As torch's OneCycleLR: along half cosines from {@code lr / divFactor} up to {@code lr} and down
   * to {@code lr / divFactor / finalDivFactor}.
   *
   * @param rising the part of all steps in which the rate rises, between 0 and 1
   */
  record OneCycle(double divFactor, double finalDivFactor, double rising)
      implements ScheduleConfig {}

  /** {@code lr * gamma^floor(epoch / epochs)}. */
  record Step(int epochs, double gamma) implements ScheduleConfig {}

  /**
   * {@code least + (lr - least) * (1 + cos(pi * t/T)) / 2}.
   *
   * @param warmupEpochs how long the rate rises from 0 first
   */
  record Cosine(double least, int warmupEpochs) implements ScheduleConfig {}

  /** Reads one that is meant for so many epochs. */
  static ScheduleConfig read(Keys keys, int epochs) {
    keys.require("type");
    String type = keys.oneOf("type", List.of("Poly", "OneCycle", "Step", "Cosine")).orElse("");
    if (type.isEmpty()) {
      return new Poly(1, 0);
    }
    Keys args = keys.objectOrEmpty("args");
    ScheduleConfig schedule =
        switch (type) {
          case "Poly" ->
              new Poly(args.number("power", Range.POSITIVE).orElse(0.9), warmup(args, epochs));
          case "OneCycle" ->
              new OneCycle(
                  args.number("div_factor", Range.AT_LEAST_ONE).orElse(25),
                  args.number("final_div_factor", Range.AT_LEAST_ONE).orElse(1e4),
                  args.number("pct_start", Range.INSIDE_ONE).orElse(0.3));
          case "Step" -> {
            args.require("step_size");
            yield new Step(
                args.integer("step_size", 1, TrainerConfig.MOST_EPOCHS).orElse(1),
                args.number("gamma", Range.POSITIVE).orElse(0.1));
          }
          default ->
              new Cosine(
                  args.number("eta_min", Range.NOT_NEGATIVE).orElse(0), warmup(args, epochs));
        };
    args.end();
    keys.end();
    return schedule;
  }

  private static int warmup(Keys args, int epochs) {
    return args.integer("warmup_epochs", 0, epochs - 1).orElse(0);
  }
}
