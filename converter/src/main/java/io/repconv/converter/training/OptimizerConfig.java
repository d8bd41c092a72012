package io.repconv.converter.training;

/**
 * How weights change: {@code optimizer}.
 *
 * @param differentialRate whether the backbone learns at a tenth of the rate
 * @param customL2 whether RepVGG blocks are decayed by the L2 norm of the kernel they fold to, as
 *     RepVGG's authors train them, instead of by their branches'
 * @param momentum of SGD
 */
public record OptimizerConfig(
    OptimizerType type,
    boolean differentialRate,
    boolean customL2,
    double rate,
    double weightDecay,
    double momentum) {
  /** The default of torch's AdamW. */
  private static final double DECOUPLED_DECAY = 0.01;

  static OptimizerConfig read(Keys keys) {
    keys.require("type");
    OptimizerType type = keys.oneOf("type", OptimizerType.values()).orElse(OptimizerType.SGD);
    boolean differentialRate = keys.flag("differential_lr").orElse(false);
    boolean customL2 = keys.flag("custom_l2").orElse(false);
    Keys args = keys.object("args");
    args.require("lr");
    double rate = args.number("lr", Range.POSITIVE).orElse(1);
    double decay =
        args.number("weight_decay", Range.NOT_NEGATIVE)
            .orElse(type == OptimizerType.ADAM_W ? DECOUPLED_DECAY : 0);
    double momentum = args.number("momentum", Range.BELOW_ONE).orElse(0);
    if (momentum != 0 && type != OptimizerType.SGD) {
      args.problem(
          "momentum", "a momentum for " + type.text(), "none", "Only SGD has one to choose.");
    }
    args.end();
    keys.end();
    return new OptimizerConfig(type, differentialRate, customL2, rate, decay, momentum);
  }
}
