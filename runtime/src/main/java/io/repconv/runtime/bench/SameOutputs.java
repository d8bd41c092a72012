package io.repconv.runtime.bench;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.check.Agreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Holds models that are to be compared to compute the same: else their times compare nothing. */
public final class SameOutputs {
  private final double tolerance;

  /**
   * @param tolerance what a floating output may be off, as a part of the largest
   */
  public SameOutputs(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Runs each once.
   *
   * @return the largest relative error of a floating output
   * @throws RepconvException NOT_EQUIVALENT where an output is not that of the first model
   */
  public double require(List<Contender> contenders) {
    Contender first = contenders.get(0);
    Map<String, Tensor> expected = first.model().run(first.inputs());
    double worst = 0;
    for (Contender contender : contenders.subList(1, contenders.size())) {
      Map<String, Tensor> actual = contender.model().run(contender.inputs());
      List<Tensor> matched = matched(expected, actual, contender, first);
      int index = 0;
      for (Map.Entry<String, Tensor> output : expected.entrySet()) {
        Tensor e = output.getValue();
        Tensor a = matched.get(index++);
        worst = Math.max(worst, compare(output.getKey(), e, a, contender, first));
      }
    }
    return worst;
  }

  /** The outputs in the order of the expected ones: by name, else by position. */
  private static List<Tensor> matched(
      Map<String, Tensor> expected,
      Map<String, Tensor> actual,
      Contender contender,
      Contender first) {
    if (actual.keySet().containsAll(expected.keySet())) {
      return expected.keySet().stream().map(n -> Objects.requireNonNull(actual.get(n))).toList();
    }
    if (actual.size() == expected.size()) {
      return new ArrayList<>(actual.values());
    }
    throw different(contender, "it has the outputs " + actual.keySet())
        .expected(expected.keySet() + ", as " + first.name())
        .build();
  }

  private double compare(String name, Tensor e, Tensor a, Contender contender, Contender first) {
    Agreement agreement = Agreement.of(e, a, tolerance);
    if (!agreement.agrees()) {
      throw different(contender, "output '%s': %s".formatted(name, agreement.difference()))
          .expected("%s, as from %s".formatted(agreement.allowed(), first.name()))
          .build();
    }
    return e.type().isFloating() ? agreement.error() : 0;
  }

  private static RepconvException.Builder different(Contender contender, String observed) {
    return RepconvException.of(ErrorCode.NOT_EQUIVALENT)
        .at(contender.name())
        .observed(observed)
        .why("Times of models that compute something else are not compared.")
        .fix("repconv verify says where they part.");
  }
}
