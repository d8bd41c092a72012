package io.repconv.runtime.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * How thorough a check is and what it accepts.
 *
 * @param tolerance replaces the tolerance that samples of the deployed model are held to, relative
 *     to the largest output
 * @param bound sizes for symbols that the user has chosen
 * @param seen sizes that the original is known to take, as the one it was traced with
 * @param data what else to compare the models on, read as it is needed
 * @param proof whether to look for a proof besides samples
 * @param multiplyAdds how many multiply-adds to spend in the float64 interpreter
 * @param time after this no further sample is started
 */
public record CheckPolicy(
    OptionalDouble tolerance,
    Map<String, Long> bound,
    List<Map<String, Long>> seen,
    List<Supplier<GivenSample>> data,
    boolean proof,
    double multiplyAdds,
    Duration time) {
  public static final CheckPolicy DEFAULT =
      new CheckPolicy(
          OptionalDouble.empty(),
          Map.of(),
          List.of(),
          List.of(),
          true,
          6e9,
          Duration.ofSeconds(60));

  public CheckPolicy withTolerance(double relative) {
    return new CheckPolicy(
        OptionalDouble.of(relative), bound, seen, data, proof, multiplyAdds, time);
  }

  public CheckPolicy withBound(Map<String, Long> sizes) {
    return new CheckPolicy(tolerance, Map.copyOf(sizes), seen, data, proof, multiplyAdds, time);
  }

  public CheckPolicy withSeen(List<Map<String, Long>> sizes) {
    return new CheckPolicy(tolerance, bound, List.copyOf(sizes), data, proof, multiplyAdds, time);
  }

  public CheckPolicy withData(List<Supplier<GivenSample>> samples) {
    return new CheckPolicy(tolerance, bound, seen, List.copyOf(samples), proof, multiplyAdds, time);
  }

  public CheckPolicy withoutProof() {
    return new CheckPolicy(tolerance, bound, seen, data, false, multiplyAdds, time);
  }

  public CheckPolicy withMultiplyAdds(double count) {
    return new CheckPolicy(tolerance, bound, seen, data, proof, count, time);
  }

  public CheckPolicy withTime(Duration limit) {
    return new CheckPolicy(tolerance, bound, seen, data, proof, multiplyAdds, limit);
  }
}
