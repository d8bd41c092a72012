package io.repconv.runtime.train;

/**
 * How parameters follow their gradients.
 *
 * @param rate the learning rate that the schedule scales
 * @param momentum of SGD, and beta1 of Adam
 * @param decay weight decay; that of AdamW is decoupled from the gradient
 * @param backboneRate what the backbone's rate is multiplied by
 * @param equivalentKernels whether RepVGG blocks decay as the kernel they amount to
 */
public record OptimizerOptions(
    Kind kind,
    double rate,
    double momentum,
    double decay,
    double backboneRate,
    boolean equivalentKernels) {
  /** As torch.optim has them. */
  public enum Kind {
    SGD,
    ADAM,
    ADAMW
  }
}
