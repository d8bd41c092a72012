package io.repconv.graph.certificate;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.certificate.Certificate.Deviation;
import io.repconv.graph.certificate.Certificate.Run;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.graph.interpret.MultiplyAdds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Certifies folds: in float64, what was replaced and what replaces it give the same outputs to
 * {@link #AGREEMENT} of the largest, on zero (which shows the bias and the borders), on a constant
 * field and on noise. A region is affine in its input, so one noise input at a size differs with
 * probability 1 where the two functions do.
 */
public final class Certifier {
  /**
   * Largest difference, relative to the largest output of the region over all its runs. A border
   * that was stored as a rounded number is allowed the bound that its fold states besides.
   */
  public static final double AGREEMENT = 1e-12;

  private static final String NOISE = "noise";
  private static final String ZERO = "zero";
  private static final String CONSTANT = "constant field";
  private static final long SEED = 1;

  /** Added to the sizes where the region gives no output at the smallest, as one that crops. */
  private static final List<Integer> MARGINS = List.of(0, 8, 64);

  private double budget;

  /**
   * @param budget multiply-adds to spend on all folds together; each is run at least once if that
   *     alone does not exceed it
   */
  public Certifier(double budget) {
    this.budget = budget;
  }

  /** Certifies folds in order, sharing the budget between them. */
  public List<Certificate> certify(List<Fold> folds) {
    List<Certificate> certificates = new ArrayList<>();
    double whole = budget;
    for (Fold fold : folds) {
      int left = folds.size() - certificates.size();
      certificates.add(certify(fold, Math.max(0, budget) / left, whole));
    }
    return certificates;
  }

  /** What is left of the budget, possibly less than nothing. */
  public double remaining() {
    return budget;
  }

  /** The graphs of a fold, made once. */
  private record Region(Graph original, Graph folded) {}

  private Certificate certify(Fold fold, double share, double whole) {
    Region region = new Region(fold.original(), fold.folded());
    List<Outcome> outcomes = new ArrayList<>();
    List<Run> omitted = new ArrayList<>();
    for (int margin : MARGINS) {
      budget -= runAll(region, margin, share, whole, outcomes, omitted);
      if (!outcomes.isEmpty()) {
        break;
      }
    }
    return judge(fold, outcomes, omitted);
  }

  /** What it has cost. */
  private static double runAll(
      Region region,
      int margin,
      double share,
      double whole,
      List<Outcome> outcomes,
      List<Run> omitted) {
    double spent = 0;
    for (Run run : plan(region, margin)) {
      double cost = cost(region.original(), run) + cost(region.folded(), run);
      if (outcomes.isEmpty() ? cost <= whole : spent + cost <= share) {
        Outcome outcome = run(region, run);
        if (outcome != null) {
          outcomes.add(outcome);
          spent += cost;
        }
      } else {
        omitted.add(run);
      }
    }
    return spent;
  }

  /** Noise at every size, the most telling first; zero and a constant at that size. */
  private static List<Run> plan(Region region, int margin) {
    List<List<Long>> shapes = RegionSizes.of(region.original(), region.folded(), margin);
    List<Run> plan = new ArrayList<>();
    shapes.forEach(shape -> plan.add(new Run(shape, NOISE)));
    plan.add(new Run(shapes.get(0), ZERO));
    plan.add(new Run(shapes.get(0), CONSTANT));
    return plan;
  }

  private static double cost(Graph graph, Run run) {
    Map<String, Long> sizes = new HashMap<>();
    List<Dim> dims = graph.inputs().get(0).shape().dims();
    for (int axis = 0; axis < dims.size(); axis++) {
      if (!dims.get(axis).isConstant()) {
        sizes.put(dims.get(axis).toString(), run.shape().get(axis));
      }
    }
    return MultiplyAdds.of(graph, sizes);
  }

  /** Null where the region itself cannot take this size. */
  private static @Nullable Outcome run(Region region, Run run) {
    Tensor x = input(region.original().inputs().get(0).element(), run);
    Tensor original;
    try {
      original = interpret(region.original(), x);
    } catch (RuntimeException e) {
      return null;
    }
    if (original.size() == 0) {
      return null;
    }
    try {
      return new Outcome(run, original, interpret(region.folded(), x), "");
    } catch (RuntimeException e) {
      return new Outcome(run, original, null, Objects.toString(e.getMessage(), e.toString()));
    }
  }

  private static Tensor interpret(Graph graph, Tensor x) {
    Value output = graph.outputs().get(0);
    Map<String, Tensor> outputs = Interpreter.run(graph, Map.of(graph.inputs().get(0).name(), x));
    return Objects.requireNonNull(outputs.get(output.name()));
  }

  private static Tensor input(ElementType element, Run run) {
    long[] dims = run.shape().stream().mapToLong(Long::longValue).toArray();
    double[] values = new double[Math.toIntExact(Tensor.elements(dims))];
    if (run.content().equals(NOISE)) {
      Random random = new Random(SEED);
      Arrays.setAll(values, i -> random.nextGaussian());
    } else if (run.content().equals(CONSTANT)) {
      Arrays.fill(values, 1);
    }
    return Tensor.of(element, dims, values);
  }

  private static Certificate judge(Fold fold, List<Outcome> outcomes, List<Run> omitted) {
    double largest = outcomes.stream().mapToDouble(Outcome::largest).max().orElse(0);
    double allowed = AGREEMENT * largest + fold.borderBound();
    double worst = 0;
    Deviation deviation = null;
    for (Outcome outcome : outcomes) {
      Outcome.Difference difference = outcome.difference();
      if (difference.absolute() > worst) {
        worst = difference.absolute();
        deviation = worst <= allowed ? null : new Deviation(outcome.run(), difference.text());
      }
    }
    double relative = worst == 0 ? 0 : worst / largest;
    List<Run> runs = outcomes.stream().map(Outcome::run).toList();
    String scope = fold.origin().scope();
    String place = scope.isEmpty() ? fold.node().described() : scope;
    return new Certificate(place, runs, List.copyOf(omitted), relative, deviation);
  }
}
