package io.repconv.runtime.zoo;

import io.repconv.graph.Value;

/**
 * A tensor of a network that training changes or a checkpoint holds.
 *
 * @param value the constant of the graph that carries it; its name is the one of PyTorch's state
 *     dict, such as {@code layer1.0.conv1.weight}
 * @param backbone whether it belongs to the pretrained part, which may learn at another rate
 */
public record Parameter(Value value, Role role, boolean backbone) {
  /** What a parameter is to its layer. */
  public enum Role {
    /** A kernel or a matrix. */
    WEIGHT,
    /** What a layer adds. */
    BIAS,
    /** The factor of a normalization. */
    NORM_WEIGHT,
    /** What a normalization adds. */
    NORM_BIAS,
    /** A running mean or variance: updated in training, without a gradient. */
    STATISTIC,
    /** A kernel that stays as it is, such as one that interpolates. */
    FIXED
  }

  public String name() {
    return value.name();
  }

  /** Whether gradients change it. */
  public boolean isLearned() {
    return role != Role.STATISTIC && role != Role.FIXED;
  }
}
