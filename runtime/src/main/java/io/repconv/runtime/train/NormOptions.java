package io.repconv.runtime.train;

import io.repconv.runtime.zoo.Parameter;
import java.util.function.Predicate;

/**
 * How normalizations train.
 *
 * @param momentum how much of a batch's statistics goes into the running ones
 * @param frozen running means whose normalization keeps its statistics and uses them
 */
public record NormOptions(double momentum, Predicate<Parameter> frozen) {
  /** torch's momentum, and nothing frozen. */
  public static final NormOptions DEFAULT = new NormOptions(0.1, parameter -> false);
}
