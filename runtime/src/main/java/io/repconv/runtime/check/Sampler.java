package io.repconv.runtime.check;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.InputSizes;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.graph.interpret.MultiplyAdds;
import io.repconv.runtime.Refused;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.Comparison.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Runs samples through the original, the deployed model and, as far as the budget goes, the float64
 * interpreter, and compares every output.
 */
final class Sampler {
  private static final int WANTED_SIZES = 2;

  /** What of the budget all samples but the first of each size may take. */
  private static final double FURTHER = 0.25;

  private final Graph imported;
  private final RunnableModel original;
  private final RunnableModel deployed;
  private final ValueCheck values;
  private final CheckPolicy policy;
  private final Stopwatch stopwatch;
  private final List<String> notes;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, Double> scales = new HashMap<>();
  private final Map<Map<String, Long>, Map<String, Tensor>> firstOutputs = new HashMap<>();
  private final Map<String, Decision> decisions = new TreeMap<>();
  private double budget;
  private boolean interpretable;
  private double budgetOfFurther;

  /** The multiply-adds of first samples that are still to be run. */
  private double firstsAhead;

  private int interpreted;

  Sampler(
      Graph imported,
      RunnableModel original,
      RunnableModel deployed,
      ValueCheck values,
      CheckPolicy policy,
      double budget,
      Stopwatch stopwatch,
      List<String> notes) {
    this.imported = imported;
    this.original = original;
    this.deployed = deployed;
    this.values = values;
    this.policy = policy;
    this.budget = budget;
    this.budgetOfFurther = FURTHER * budget;
    this.stopwatch = stopwatch;
    this.notes = notes;
    for (Value output : imported.outputs()) {
      Decision.of(imported, output).ifPresent(d -> decisions.put(output.name(), d));
    }
  }

  /** What has been compared, also after {@link #run} has thrown. */
  List<Sample> samples() {
    return samples;
  }

  /**
   * A sample to be run.
   *
   * @param isFirst whether it is the one that has to be run at these sizes
   * @param cost the multiply-adds it takes
   * @param given what the outputs should be, as far as the user says
   */
  private record Planned(
      Map<String, Long> sizes,
      String input,
      boolean isFirst,
      double cost,
      Supplier<Map<String, Tensor>> inputs,
      Map<String, Tensor> given) {
    boolean isGiven() {
      return SampleInput.named(input).isEmpty();
    }

    String description() {
      return new Sample(sizes, input, List.of()).description();
    }
  }

  /**
   * Runs all samples.
   *
   * @throws RepconvException where one of the three cannot run what the others can, or the original
   *     cannot run at all
   */
  void run() {
    interpretable = isInterpretable();
    List<Map<String, Long>> sizes = runnableSizes();
    List<Planned> firsts = planned(sizes, List.of(SampleInput.NOISE_1));
    firstsAhead = firsts.stream().mapToDouble(Planned::cost).sum();
    firsts.forEach(this::run);
    int leftOut = runGiven();
    List<SampleInput> others = new ArrayList<>(List.of(SampleInput.values()));
    others.remove(SampleInput.NOISE_1);
    for (Planned sample : planned(sizes, others)) {
      if (isTimeLeft()) {
        run(sample);
      } else {
        leftOut++;
      }
    }
    int run = samples.size();
    if (leftOut > 0) {
      notes.add(
          "%d of %d samples were left out: the check may take %d s."
              .formatted(leftOut, run + leftOut, policy.time().toSeconds()));
    }
    if (interpretable && interpreted < run) {
      notes.add(
          "%d of %d samples were compared with the original only: float64 may take %.1e multiply-adds."
              .formatted(run - interpreted, run, policy.multiplyAdds()));
    }
  }

  private boolean isTimeLeft() {
    return stopwatch.elapsed() <= policy.time().toSeconds();
  }

  /** All sizes with one input before the next, the cheaper first. */
  private List<Planned> planned(List<Map<String, Long>> runnable, List<SampleInput> inputs) {
    List<Planned> plan = new ArrayList<>();
    for (SampleInput input : inputs) {
      runnable.stream()
          .map(sizes -> planned(sizes, input))
          .sorted(Comparator.comparing(Planned::cost))
          .forEach(plan::add);
    }
    return plan;
  }

  private Planned planned(Map<String, Long> sizes, SampleInput input) {
    return new Planned(
        sizes,
        input.toString(),
        input == SampleInput.NOISE_1,
        cost(sizes),
        () -> input.tensors(imported, sizes),
        Map.of());
  }

  private double cost(Map<String, Long> sizes) {
    return interpretable ? MultiplyAdds.of(imported, sizes) : Double.POSITIVE_INFINITY;
  }

  /** Runs what the user gave, at least one; how many were left out. */
  private int runGiven() {
    int leftOut = 0;
    for (Supplier<GivenSample> given : policy.data()) {
      if (given == policy.data().get(0) || isTimeLeft()) {
        GivenSample sample = given.get();
        Map<String, Long> sizes = InputSizes.of(imported, sample.inputs());
        Map<String, Tensor> x = sample.inputs();
        run(new Planned(sizes, sample.name(), false, cost(sizes), () -> x, sample.outputs()));
      } else {
        leftOut++;
      }
    }
    return leftOut;
  }

  private boolean isInterpretable() {
    for (Node node : imported.nodes()) {
      if (!node.op().isModelled()) {
        notes.add(
            "%s is not modelled, so there is no float64 result: the import was checked only through the deployed model."
                .formatted(node.described()));
        return false;
      }
    }
    return true;
  }

  /** The first sizes that the original can run at; also sets the scale of every output. */
  private List<Map<String, Long>> runnableSizes() {
    List<Map<String, Long>> runnable = new ArrayList<>();
    RepconvException first = null;
    SampleSizes sizes = new SampleSizes(imported, policy.bound());
    List<Map<String, Long>> candidates = sizes.candidates(policy.seen());
    for (Map<String, Long> candidate : candidates) {
      if (runnable.size() == WANTED_SIZES) {
        break;
      }
      try {
        Map<String, Tensor> x = SampleInput.NOISE_1.tensors(imported, candidate);
        Map<String, Tensor> outputs = stopwatch.time("original", () -> original.run(x));
        firstOutputs.put(candidate, outputs);
        measure(outputs);
        runnable.add(candidate);
      } catch (RepconvException e) {
        if (first == null) {
          first = e;
          notes.add(
              "The original cannot run at %s: %s"
                  .formatted(Sample.describe(candidate), Refused.oneLine(e)));
        }
      }
    }
    if (runnable.isEmpty()) {
      throw RepconvException.of(ErrorCode.NOT_VERIFIED)
          .observed(
              "the original can run at none of %d sizes tried (%s)"
                  .formatted(candidates.size(), first == null ? "" : Refused.oneLine(first)))
          .fix("Give sizes that it takes with --bind, or export without the check: --no-verify.")
          .build();
    }
    return runnable;
  }

  private void measure(Map<String, Tensor> outputs) {
    for (Value output : imported.outputs()) {
      scales.merge(output.name(), largest(named(outputs, output.name())), Math::max);
    }
  }

  private static double largest(Tensor tensor) {
    return Arrays.stream(tensor.doubles()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
  }

  private void run(Planned sample) {
    Map<String, Tensor> x = sample.inputs().get();
    Map<String, Tensor> known = sample.isFirst() ? firstOutputs.remove(sample.sizes()) : null;
    Map<String, Tensor> ours =
        known != null ? known : stopwatch.time("original", () -> original.run(x));
    Map<String, Tensor> theirs = stopwatch.time("deployed", () -> runDeployed(sample, x));
    // What the user gives may be of another magnitude than noise.
    Map<String, Tensor> outputs = ours;
    ToDoubleFunction<String> scale =
        sample.isGiven()
            ? name -> largest(named(outputs, name))
            : name -> scales.getOrDefault(name, 0.0);
    firstsAhead -= sample.isFirst() ? sample.cost() : 0;
    List<Comparison> comparisons = new ArrayList<>();
    // Without scores nobody can tell whether two indices are equally right.
    Set<String> undecided = interpreted > 0 ? decisions.keySet() : Set.of();
    if (isAffordable(sample)) {
      Map<String, Tensor> exact = stopwatch.time("float64", () -> interpret(sample, x));
      ours = settled(exact, ours);
      theirs = settled(exact, theirs);
      compare(Pair.IMPORT, exact, ours, scale, original, comparisons);
      compare(Pair.DEPLOYED_EXACT, exact, theirs, scale, deployed, comparisons);
      interpreted++;
      undecided = Set.of();
    }
    compare(Pair.DEPLOYED, ours, theirs, scale, deployed, comparisons);
    if (!sample.given().isEmpty()) {
      compare(Pair.GIVEN, sample.given(), theirs, scale, deployed, comparisons);
    }
    Set<String> skipped = undecided;
    comparisons.removeIf(comparison -> skipped.contains(comparison.output()));
    samples.add(new Sample(sample.sizes(), sample.input(), comparisons));
  }

  private boolean isAffordable(Planned sample) {
    if (sample.cost() > (sample.isFirst() ? budget : budgetOfFurther)) {
      return false;
    }
    budget -= sample.cost();
    budgetOfFurther =
        Math.min(budget, sample.isFirst() ? budgetOfFurther : budgetOfFurther - sample.cost());
    return true;
  }

  private Map<String, Tensor> runDeployed(Planned sample, Map<String, Tensor> x) {
    try {
      return deployed.run(x);
    } catch (RepconvException e) {
      if (e.code() == ErrorCode.NO_CUDA) {
        throw e;
      }
      throw RepconvException.of(ErrorCode.NOT_EQUIVALENT)
          .at("the deployed model")
          .observed("cannot run " + sample.description() + ", which the original can")
          .why(Refused.oneLine(e))
          .cause(e)
          .build();
    }
  }

  private Map<String, Tensor> interpret(Planned sample, Map<String, Tensor> x) {
    if (sample.isFirst() && values.isPossible()) {
      double cost = values.cost(x, sample.cost());
      if (cost <= budget - firstsAhead) {
        budget -= cost;
        budgetOfFurther = Math.min(budget, budgetOfFurther);
        Optional<Map<String, Tensor>> outputs = values.compare(x, sample.description());
        if (outputs.isPresent() && decisions.isEmpty()) {
          return outputs.get();
        }
      }
    }
    try {
      Set<String> scores = new HashSet<>();
      decisions.values().forEach(decision -> scores.add(decision.scores().name()));
      return Interpreter.run(imported, x, scores);
    } catch (RuntimeException e) {
      throw RepconvException.of(ErrorCode.IMPORT_DISAGREES)
          .at("the imported graph")
          .observed("cannot be computed for " + sample.description() + ", which the original can")
          .why(Refused.oneLine(e))
          .cause(e)
          .build();
    }
  }

  /** Outputs in which indices of scores that rounding does not tell apart are those of float64. */
  private Map<String, Tensor> settled(Map<String, Tensor> exact, Map<String, Tensor> outputs) {
    Map<String, Tensor> settled = new HashMap<>(outputs);
    decisions.forEach(
        (name, decision) -> {
          Tensor expected = named(exact, name);
          if (expected.shape().equals(named(outputs, name).shape())) {
            Tensor scores = named(exact, decision.scores().name());
            double tolerance = Tolerances.imported(imported);
            settled.put(name, decision.settled(expected, named(outputs, name), scores, tolerance));
          }
        });
    return settled;
  }

  private void compare(
      Pair pair,
      Map<String, Tensor> expected,
      Map<String, Tensor> actual,
      ToDoubleFunction<String> scales,
      RunnableModel by,
      List<Comparison> comparisons) {
    for (Value output : imported.outputs()) {
      String name = output.name();
      Tensor e = named(expected, name);
      Tensor a = named(actual, name);
      if (!e.shape().equals(a.shape())) {
        throw RepconvException.of(pair.code())
            .at("output '" + name + "'")
            .observed("%s gives shape %s".formatted(by.runtime(), a.shape()))
            .expected(e.shape() + ", as " + pair)
            .build();
      }
      if (e.size() > 0) {
        double scale = Math.max(scales.applyAsDouble(name), Double.MIN_NORMAL);
        ErrorStatistics statistics = ErrorStatistics.of(e, a, scale);
        List<Long> position = e.position(statistics.worst());
        comparisons.add(new Comparison(pair, name, statistics, position, Double.NaN, true));
      }
    }
  }

  private static Tensor named(Map<String, Tensor> outputs, String name) {
    Tensor tensor = outputs.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no output " + name + " among " + outputs.keySet());
    }
    return tensor;
  }
}
