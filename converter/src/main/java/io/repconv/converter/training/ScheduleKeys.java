package io.repconv.converter.training;

import io.repconv.runtime.train.Schedule;
import java.util.List;

/** Reads {@code lr_scheduler}. */
final class ScheduleKeys {
  private ScheduleKeys() {}

  /** The schedule of a training of so many epochs. */
  static Schedule read(Keys keys, int epochs) {
    keys.require("type");
    String type = keys.oneOf("type", List.of("Poly", "OneCycle", "Step", "Cosine")).orElse("");
    if (type.isEmpty()) {
      return new Schedule.Poly(1, 0);
    }
    Keys args = keys.objectOrEmpty("args");
    Schedule schedule =
        switch (type) {
          case "Poly" ->
              new Schedule.Poly(
                  args.number("power", Range.POSITIVE).orElse(0.9), warmup(args, epochs));
          case "OneCycle" ->
              new Schedule.OneCycle(
                  args.number("div_factor", Range.AT_LEAST_ONE).orElse(25),
                  args.number("final_div_factor", Range.AT_LEAST_ONE).orElse(1e4),
                  args.number("pct_start", Range.INSIDE_ONE).orElse(0.3));
          case "Step" -> {
            args.require("step_size");
            yield new Schedule.Step(
                args.integer("step_size", 1, TrainerConfig.MOST_EPOCHS).orElse(1),
                args.number("gamma", Range.POSITIVE).orElse(0.1));
          }
          default ->
              new Schedule.Cosine(
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
