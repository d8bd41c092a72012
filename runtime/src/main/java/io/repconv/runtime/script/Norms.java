package io.repconv.runtime.script;

import io.repconv.graph.Value;
import java.util.Set;

/**
 * How a script normalizes by batch statistics.
 *
 * <pre>
 * running = (1 - momentum) * running + momentum * of the batch
 * </pre>
 *
 * The batch's variance is divided by its count for the normalization and by its count less one for
 * the running variance, as torch does.
 *
 * @param training whether the batch's own statistics are used, and the running ones updated in
 *     place
 * @param frozen running means whose normalization uses the running statistics even then
 */
public record Norms(boolean training, double momentum, Set<Value> frozen) {
  /** Running statistics everywhere; dropout is the identity. */
  public static final Norms INFERENCE = new Norms(false, 0.1, Set.of());

  boolean usesBatch(Value runningMean) {
    return training && !frozen.contains(runningMean);
  }
}
