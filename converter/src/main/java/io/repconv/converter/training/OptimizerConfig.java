package io.repconv.converter.training;

import io.repconv.runtime.train.OptimizerOptions.Kind;
import java.util.OptionalDouble;

/**
 * How weights change: {@code optimizer}.
 *
 * @param differentialRate whether the backbone learns at a tenth of the rate
 * @param customL2 whether RepVGG blocks are decayed by the L2 norm of the kernel they fold to, as
 *     RepVGG's authors train them, instead of by their branches'
 * @param momentum of SGD; what is beta1 to Adam
 */
public record OptimizerConfig(
    Kind type,
    boolean differentialRate,
    boolean customL2,
    double rate,
    double weightDecay,
    double momentum) {
  /** The default of torch's AdamW. */
  private static final double DECOUPLED_DECAY = 0.01;

  /** The default of torch's Adam. */
  private static final double BETA1 = 0.9;

  static OptimizerConfig read(Keys keys) {
    keys.require("type");
    Kind type = keys.oneOf("type", Choices.OPTIMIZERS).orElse(Kind.SGD);
    boolean differentialRate = keys.flag("differential_lr").orElse(false);
    boolean customL2 = keys.flag("custom_l2").orElse(false);
    Keys args = keys.object("args");
    args.require("lr");
    double rate = args.number("lr", Range.POSITIVE).orElse(1);
    double decay =
        args.number("weight_decay", Range.NOT_NEGATIVE)
            .orElse(type == Kind.ADAMW ? DECOUPLED_DECAY : 0);
    OptionalDouble momentum = args.number("momentum", Range.BELOW_ONE);
    if (momentum.isPresent() && type != Kind.SGD) {
      args.problem("momentum", "a momentum for Adam", "none", "Only SGD has one to choose.");
    }
    args.end();
    keys.end();
    double usual = type == Kind.SGD ? 0 : BETA1;
    return new OptimizerConfig(
        type, differentialRate, customL2, rate, decay, momentum.orElse(usual));
  }
}
