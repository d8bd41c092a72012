package io.repconv.runtime.check;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.RunnableModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How large the outputs of a model get on what checks feed. */
public final class Magnitudes {
  private Magnitudes() {}

  /**
   * Runs a model on every kind of sample, at the first sizes it takes.
   *
   * @param network whose inputs the model has
   * @return for each output of the model the largest magnitude, infinite where one is no number
   * @throws RepconvException where the model takes none of the sizes
   */
  public static Map<String, Double> measure(
      Graph network, RunnableModel model, CheckPolicy policy) {
    List<Map<String, Long>> candidates =
        new SampleSizes(network, policy.bound()).candidates(policy.seen());
    RepconvException refused = null;
    for (Map<String, Long> sizes : candidates) {
      try {
        Map<String, Double> magnitudes = new TreeMap<>();
        for (SampleInput input : SampleInput.values()) {
          model
              .run(input.tensors(network, sizes))
              .forEach((name, y) -> magnitudes.merge(name, magnitude(y), Math::max));
        }
        return magnitudes;
      } catch (RepconvException e) {
        refused = refused == null ? e : refused;
      }
    }
    throw refusal(refused);
  }

  private static RepconvException refusal(@Nullable RepconvException refused) {
    return refused != null
        ? refused
        : RepconvException.of(ErrorCode.NOT_VERIFIED)
            .observed("there is no size to run the model at")
            .fix("Give sizes that it takes with --bind.")
            .build();
  }

  private static double magnitude(Tensor tensor) {
    return Arrays.stream(tensor.doubles())
        .map(value -> Double.isNaN(value) ? Double.POSITIVE_INFINITY : Math.abs(value))
        .max()
        .orElse(0);
  }
}
