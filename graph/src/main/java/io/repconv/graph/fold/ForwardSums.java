package io.repconv.graph.fold;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Forward sums over regions, each computed once; for any number of threads. */
final class ForwardSums implements LinearStep.Constants {
  private final Steps steps;
  private final Map<Sum, Map<Value, Map<Value, double[]>>> known = new EnumMap<>(Sum.class);

  /** What is summed up over a region, and from which field at its base. */
  private enum Sum {
    BIAS(LinearStep.Part.VALUE, 0),
    BIAS_MAGNITUDE(LinearStep.Part.ABSOLUTE, 0),
    ABSOLUTE(LinearStep.Part.ABSOLUTE, 1),
    DEVIATION(LinearStep.Part.DEVIATION, 0);

    private final LinearStep.Part part;
    private final double start;

    Sum(LinearStep.Part part, double start) {
      this.part = part;
      this.start = start;
    }
  }

  ForwardSums(Steps steps) {
    this.steps = steps;
  }

  @Override
  public double[] bias(Value value, Value base) {
    return sum(value, base, Sum.BIAS);
  }

  @Override
  public double[] absoluteSums(Value value, Value base) {
    return sum(value, base, Sum.ABSOLUTE);
  }

  /** Per channel the absolute values of what the bias is a sum of, added up. */
  double[] biasMagnitude(Value value, Value base) {
    return sum(value, base, Sum.BIAS_MAGNITUDE);
  }

  /**
   * How far the exit can be from the folded convolution because a stored border fill was rounded,
   * per channel.
   */
  double[] deviation(Value value, Value base) {
    return sum(value, base, Sum.DEVIATION);
  }

  private synchronized double[] sum(Value value, Value base, Sum sum) {
    Map<Value, double[]> sums =
        known
            .computeIfAbsent(sum, s -> new HashMap<>())
            .computeIfAbsent(base, b -> startingAt(b, sum));
    for (Value next : Region.ordered(value, sums.keySet(), steps)) {
      sums.put(next, forward(next, base, sums, sum.part));
    }
    return found(sums, value);
  }

  private static Map<Value, double[]> startingAt(Value base, Sum sum) {
    double[] start = new double[Steps.channels(base)];
    Arrays.fill(start, sum.start);
    Map<Value, double[]> sums = new HashMap<>();
    sums.put(base, start);
    return sums;
  }

  private double[] forward(
      Value value, Value base, Map<Value, double[]> sums, LinearStep.Part part) {
    LinearStep step = steps.required(value);
    List<double[]> inputs = new ArrayList<>();
    for (Value input : step.inputs()) {
      inputs.add(found(sums, input));
    }
    if (part == LinearStep.Part.DEVIATION && step instanceof WindowStep window) {
      double[] fill = window.deviation(bias(window.input(), base));
      double[] off = inputs.get(0).clone();
      for (int c = 0; c < off.length; c++) {
        off[c] += fill[c];
      }
      inputs.set(0, off);
    }
    return step.forward(inputs, part);
  }

  private static double[] found(Map<Value, double[]> sums, Value value) {
    double[] sum = sums.get(value);
    if (sum == null) {
      throw new IllegalStateException(value + " does not follow from the base");
    }
    return sum;
  }
}
