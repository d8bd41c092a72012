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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Runs samples through the original, the deployed model and, as far as the budget goes, the float64
 * interpreter, and compares every output.
 */
final class Sampler {
  private static final int WANTED_SIZES = 2;

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
  private final OutputComparison outputs;
  private final SampleBudget budget;
  private boolean interpretable;
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
    this.outputs = new OutputComparison(imported);
    this.budget = new SampleBudget(budget);
    this.stopwatch = stopwatch;
    this.notes = notes;
  }

  /** What has been compared, also after {@link #run} has thrown. */
  List<Sample> samples() {
    return samples;
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
    List<PlannedSample> firsts = planned(sizes, List.of(SampleInput.NOISE_1));
    budget.reserve(firsts);
    firsts.forEach(this::run);
    int leftOut = runGiven();
    List<SampleInput> others = new ArrayList<>(List.of(SampleInput.values()));
    others.remove(SampleInput.NOISE_1);
    for (PlannedSample sample : planned(sizes, others)) {
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
  private List<PlannedSample> planned(List<Map<String, Long>> runnable, List<SampleInput> inputs) {
    List<PlannedSample> plan = new ArrayList<>();
    for (SampleInput input : inputs) {
      runnable.stream()
          .map(sizes -> planned(sizes, input))
          .sorted(Comparator.comparing(PlannedSample::cost))
          .forEach(plan::add);
    }
    return plan;
  }

  private PlannedSample planned(Map<String, Long> sizes, SampleInput input) {
    return new PlannedSample(
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
        run(new PlannedSample(sizes, sample.name(), false, cost(sizes), () -> x, sample.outputs()));
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
        Map<String, Tensor> made = stopwatch.time("original", () -> original.run(x));
        firstOutputs.put(candidate, made);
        measure(made);
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

  private void measure(Map<String, Tensor> made) {
    for (Value output : imported.outputs()) {
      scales.merge(output.name(), OutputComparison.largest(made, output.name()), Math::max);
    }
  }

  private void run(PlannedSample sample) {
    Map<String, Tensor> x = sample.inputs().get();
    Map<String, Tensor> known = sample.isFirst() ? firstOutputs.remove(sample.sizes()) : null;
    Map<String, Tensor> ours =
        known != null ? known : stopwatch.time("original", () -> original.run(x));
    Map<String, Tensor> theirs = stopwatch.time("deployed", () -> runDeployed(sample, x));
    ToDoubleFunction<String> scale = scale(sample, ours);
    List<Comparison> comparisons = new ArrayList<>();
    // Without scores nobody can tell whether two indices are equally right.
    Set<String> undecided = interpreted > 0 ? outputs.decided() : Set.of();
    if (budget.spendOn(sample)) {
      Map<String, Tensor> exact = stopwatch.time("float64", () -> interpret(sample, x));
      ours = outputs.settled(exact, ours);
      theirs = outputs.settled(exact, theirs);
      comparisons.addAll(outputs.compare(Pair.IMPORT, exact, ours, scale, original));
      comparisons.addAll(outputs.compare(Pair.DEPLOYED_EXACT, exact, theirs, scale, deployed));
      interpreted++;
      undecided = Set.of();
    }
    comparisons.addAll(outputs.compare(Pair.DEPLOYED, ours, theirs, scale, deployed));
    if (!sample.given().isEmpty()) {
      comparisons.addAll(outputs.compare(Pair.GIVEN, sample.given(), theirs, scale, deployed));
    }
    Set<String> skipped = undecided;
    comparisons.removeIf(comparison -> skipped.contains(comparison.output()));
    samples.add(new Sample(sample.sizes(), sample.input(), comparisons));
  }

  /** What errors are relative to: what the user gives may be of another magnitude than noise. */
  private ToDoubleFunction<String> scale(PlannedSample sample, Map<String, Tensor> ours) {
    return sample.isGiven()
        ? name -> OutputComparison.largest(ours, name)
        : name -> scales.getOrDefault(name, 0.0);
  }

  private Map<String, Tensor> runDeployed(PlannedSample sample, Map<String, Tensor> x) {
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

  private Map<String, Tensor> interpret(PlannedSample sample, Map<String, Tensor> x) {
    if (sample.isFirst() && values.isPossible()) {
      if (budget.spendBeside(values.cost(x, sample.cost()))) {
        Optional<Map<String, Tensor>> made = values.compare(x, sample.description());
        if (made.isPresent() && outputs.decided().isEmpty()) {
          return made.get();
        }
      }
    }
    try {
      return Interpreter.run(imported, x, outputs.scores());
    } catch (RuntimeException e) {
      throw RepconvException.of(ErrorCode.IMPORT_DISAGREES)
          .at("the imported graph")
          .observed("cannot be computed for " + sample.description() + ", which the original can")
          .why(Refused.oneLine(e))
          .cause(e)
          .build();
    }
  }
}
