package io.repconv.runtime.check;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.certificate.Certificate;
import io.repconv.graph.certificate.Certifier;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.graph.proof.Proof;
import io.repconv.graph.proof.WeightMatch;
import io.repconv.runtime.check.Comparison.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds what was measured to its tolerances and says what speaks against the deployed model. */
final class Judgement {
  /**
   * An error that is at most so many times what one rounding of the input does is a property of the
   * sample.
   */
  private static final double ROUNDINGS = 100;

  private static final long SEED = 7;

  private final Graph imported;
  private final Graph deployed;
  private final CheckPolicy policy;
  private final List<String> notes;

  Judgement(Graph imported, Graph deployed, CheckPolicy policy, List<String> notes) {
    this.imported = imported;
    this.deployed = deployed;
    this.policy = policy;
    this.notes = notes;
  }

  /** The samples with their tolerances, those that say nothing discounted. */
  List<Sample> judge(List<Sample> samples) {
    List<Sample> judged = new ArrayList<>();
    for (Sample sample : samples) {
      List<Comparison> comparisons = new ArrayList<>();
      for (Comparison measured : sample.comparisons()) {
        Comparison held = measured.heldTo(tolerance(measured, samples));
        comparisons.add(held.fails() && isIllConditioned(sample, held) ? held.discounted() : held);
      }
      judged.add(new Sample(sample.sizes(), sample.input(), comparisons));
    }
    return judged;
  }

  private double tolerance(Comparison comparison, List<Sample> samples) {
    boolean floating =
        imported.outputs().stream()
            .filter(output -> output.name().equals(comparison.output()))
            .allMatch(output -> output.element().isFloating());
    if (!floating) {
      return 0;
    }
    if (comparison.pair() == Pair.IMPORT) {
      return Math.max(Tolerances.imported(imported), policy.tolerance().orElse(0));
    }
    double measured = measured(comparison.output(), samples);
    // Whoever computed given outputs had rounding errors of their own.
    return policy
        .tolerance()
        .orElse(
            comparison.pair() == Pair.GIVEN
                ? Math.max(measured, Tolerances.unmeasured(deployed))
                : measured);
  }

  private double measured(String output, List<Sample> samples) {
    return samples.stream()
        .flatMap(sample -> sample.comparisons().stream())
        .filter(c -> c.pair() == Pair.IMPORT && c.output().equals(output))
        .mapToDouble(c -> c.statistics().relativeMax())
        .max()
        .stream()
        .map(own -> Tolerances.deployed(deployed, own))
        .findFirst()
        .orElseGet(() -> Tolerances.unmeasured(deployed));
  }

  /**
   * Whether a rounding error in the sample's input alone exceeds the tolerance and explains the
   * difference, as where a constant field is normalised by its own deviation. A tolerance that the
   * user chose holds for every sample.
   */
  private boolean isIllConditioned(Sample sample, Comparison comparison) {
    Optional<SampleInput> input = SampleInput.named(sample.input());
    if (policy.tolerance().isPresent()
        || input.isEmpty()
        || sample.comparisons().stream().noneMatch(c -> c.pair() == Pair.IMPORT)) {
      return false;
    }
    double change =
        sensitivity(input.get(), sample, comparison.output()) / comparison.statistics().scale();
    boolean ill =
        change > comparison.tolerance()
            && comparison.statistics().relativeMax() <= ROUNDINGS * change;
    if (ill) {
      notes.add(
          "%s of output '%s' for %s does not count: one rounding of the input changes it by %.1e."
              .formatted(comparison.pair(), comparison.output(), sample.description(), change));
    }
    return ill;
  }

  /** How much the float64 output changes with the input by one rounding error. */
  private double sensitivity(SampleInput input, Sample sample, String output) {
    Map<String, Tensor> x = input.tensors(imported, sample.sizes());
    Map<String, Tensor> rounded = new LinkedHashMap<>();
    x.forEach((name, tensor) -> rounded.put(name, perturbed(tensor)));
    double[] before = outputOf(x, output);
    double[] after = outputOf(rounded, output);
    double most = 0;
    for (int i = 0; i < before.length; i++) {
      most = Math.max(most, Math.abs(after[i] - before[i]));
    }
    return most;
  }

  private double[] outputOf(Map<String, Tensor> x, String name) {
    return Objects.requireNonNull(Interpreter.run(imported, x).get(name)).doubles();
  }

  private static Tensor perturbed(Tensor tensor) {
    if (!tensor.type().isFloating()) {
      return tensor;
    }
    Random random = new Random(SEED);
    double[] values = tensor.doubles().clone();
    double step =
        tensor.type().unitRoundoff() * Arrays.stream(values).map(Math::abs).max().orElse(0);
    Arrays.setAll(values, i -> values[i] + step * random.nextGaussian());
    return Tensor.of(tensor.type(), tensor.dims(), values);
  }

  /**
   * The first thing that speaks against the deployed model, the most basic first.
   *
   * @param values where the two networks differ inside
   * @param stopped what ended the samples early, null where all could be run
   */
  static @Nullable RepconvException failure(
      List<Certificate> certificates,
      Optional<Proof> rounded,
      List<Sample> samples,
      Optional<ValueReport> values,
      @Nullable RepconvException stopped) {
    for (Certificate certificate : certificates) {
      Certificate.Deviation deviation = certificate.deviation();
      if (deviation != null) {
        return RepconvException.of(ErrorCode.CERTIFICATE_FAILED)
            .at(certificate.place())
            .observed(
                "for %s the folded convolution %s".formatted(deviation.run(), deviation.reason()))
            .expected("agreement to %.0e of the largest output".formatted(Certifier.AGREEMENT))
            .why("The fold is not the region it replaces, which is a bug in repconv.")
            .fix("Please report it with the model; --no-fold exports without folding.")
            .build();
      }
    }
    if (stopped != null) {
      return stopped;
    }
    Optional<Deviation> parting = values.flatMap(ValueReport::first);
    for (Pair pair : Pair.values()) {
      Finding worst = worst(pair, samples);
      if (worst != null && worst.comparison().fails()) {
        // A number that is wrong says more than what it does to an output, unless the import is.
        return pair == Pair.IMPORT
            ? disagreement(worst, parting)
            : wrongNumber(rounded, disagreement(worst, parting));
      }
    }
    return wrongNumber(
        rounded, parting.isPresent() ? parting(parting.get()) : nothingCompared(samples));
  }

  private static @Nullable RepconvException wrongNumber(
      Optional<Proof> rounded, @Nullable RepconvException otherwise) {
    return rounded
        .filter(proof -> proof.parting().isEmpty())
        .flatMap(Proof::worst)
        .map(Judgement::wrongNumber)
        .orElse(otherwise);
  }

  private static RepconvException wrongNumber(WeightMatch weight) {
    return RepconvException.of(ErrorCode.NOT_EQUIVALENT)
        .at(weight.described())
        .observed(
            weight
                .worst()
                .map(Object::toString)
                .orElse("it has another shape or type than the original's"))
        .expected("every number to be the original's, folded in double and rounded once")
        .build();
  }

  private record Finding(Sample sample, Comparison comparison) {}

  private static @Nullable Finding worst(Pair pair, List<Sample> samples) {
    Finding worst = null;
    for (Sample sample : samples) {
      for (Comparison comparison : sample.comparisons()) {
        boolean worse =
            comparison.pair() == pair
                && comparison.counted()
                && (worst == null || comparison.used() > worst.comparison().used());
        worst = worse ? new Finding(sample, comparison) : worst;
      }
    }
    return worst;
  }

  private static RepconvException parting(Deviation deviation) {
    return RepconvException.of(ErrorCode.NOT_EQUIVALENT)
        .at(deviation.layer())
        .observed(
            "not equivalent, in float64 and fed the same it computes %s instead of %s at %s of '%s' for %s, off by %.2e of the channel's largest"
                .formatted(
                    deviation.actual(),
                    deviation.expected(),
                    deviation.position(),
                    deviation.value(),
                    deviation.sample(),
                    deviation.error()))
        .expected(
            "at most %.2e, which rounding of the weights explains".formatted(deviation.allowed()))
        .why("A weight of this layer is not the original's, though float32 outputs do not show it.")
        .fix("--tolerance accepts a larger difference.")
        .build();
  }

  private static RepconvException disagreement(Finding finding, Optional<Deviation> parting) {
    Comparison comparison = finding.comparison();
    ErrorStatistics statistics = comparison.statistics();
    boolean imported = comparison.pair() == Pair.IMPORT;
    return RepconvException.of(comparison.pair().code())
        .at("output '" + comparison.output() + "'")
        .observed(
            "%s, %s is %s instead of %s at %s for %s, off by %.2e of the largest output"
                .formatted(
                    imported ? "the import disagrees with the original" : "not equivalent",
                    comparison.pair(),
                    statistics.actual(),
                    statistics.expected(),
                    comparison.position(),
                    finding.sample().description(),
                    statistics.relativeMax()))
        .expected("at most %.2e".formatted(comparison.tolerance()))
        .why(
            imported
                ? "What was read from the file does not compute what the original does, which is a"
                    + " bug in repconv."
                : parting
                    .map(Judgement::partingSentence)
                    .orElse(
                        comparison.pair() == Pair.GIVEN
                            ? "The deployed model does not compute what the data says."
                            : "The deployed model does not compute what the original does."))
        .fix(
            imported
                ? "Please report it with the model."
                : "--tolerance accepts a larger difference, where the model's own rounding explains"
                    + " it.")
        .build();
  }

  private static String partingSentence(Deviation deviation) {
    return "The two part at %s: channel %s of '%s' is off by %.2e of its largest."
        .formatted(deviation.layer(), deviation.channel(), deviation.value(), deviation.error());
  }

  private static @Nullable RepconvException nothingCompared(List<Sample> samples) {
    Map<String, Boolean> outputs = new TreeMap<>();
    for (Sample sample : samples) {
      for (Comparison c : sample.comparisons()) {
        boolean counts = c.pair() != Pair.IMPORT && c.counted() && c.statistics().finite() > 0;
        outputs.merge(c.output(), counts, Boolean::logicalOr);
      }
    }
    for (Map.Entry<String, Boolean> output : outputs.entrySet()) {
      if (!output.getValue()) {
        return RepconvException.of(ErrorCode.NOTHING_COMPARED)
            .at("output '" + output.getKey() + "'")
            .observed("no sample gives a number that can be compared")
            .fix("Choose sizes that the model is meant for with --bind.")
            .build();
      }
    }
    return outputs.isEmpty()
        ? RepconvException.of(ErrorCode.NOTHING_COMPARED)
            .observed("no output was compared")
            .expected("at least one output with at least one element")
            .build()
        : null;
  }
}
