package io.repconv.runtime.check;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.certificate.Certificate;
import io.repconv.graph.certificate.Certifier;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.proof.NormalForm;
import io.repconv.graph.proof.Proof;
import io.repconv.runtime.RunnableModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether a deployed model computes what an original does, found in parts that rest on each other:
 *
 * <ol>
 *   <li><b>certificates</b>: each fold that led from one to the other computes in float64 what it
 *       replaced ({@link Certifier});
 *   <li><b>trust in the import</b>: the original, run by its own runtime, agrees with the float64
 *       interpretation of what was read from it, so that a mistake of the reader cannot excuse
 *       itself;
 *   <li><b>the proof</b>: both in normal form are one graph, every weight of the deployed one being
 *       what the original folds to ({@link Proof});
 *   <li><b>values</b>: every value that both networks have is the same in float64, channel by
 *       channel, but for the rounding of the weights;
 *   <li><b>samples</b>: the deployed model agrees with the float64 interpretation and with the
 *       original, as closely as the original's own rounding allows.
 * </ol>
 *
 * The same models and policy give the same samples in the same order.
 */
public final class EquivalenceCheck {
  private final CheckedModel original;
  private final CheckedModel deployed;
  private final Optional<NormalForm> form;
  private final boolean rounded;
  private final CheckPolicy policy;

  /**
   * @param original its graph as it was read, before folding, and a runtime that shares nothing
   *     with this program
   * @param deployed its inputs and outputs are matched with the original's by name, else by place
   *     and shape
   * @param form the original's normal form, where the deployed model was made from it, so that
   *     values of the same name are the same
   * @param rounded whether every weight of the deployed model must be the original's, rounded once,
   *     as repconv writes them; otherwise it may have the rounding errors of a fold in its own type
   */
  public EquivalenceCheck(
      CheckedModel original,
      CheckedModel deployed,
      Optional<NormalForm> form,
      boolean rounded,
      CheckPolicy policy) {
    this.original = original;
    this.deployed = deployed;
    this.form = form;
    this.rounded = rounded;
    this.policy = policy;
  }

  /** Runs the check. What speaks against the deployed model is in the report, not thrown. */
  public CheckReport run() {
    boolean originalRan = original.model().isOriginal();
    PortMatching ports;
    CheckPolicy fitted;
    try {
      ports = PortMatching.of(original.graph(), deployed.graph());
      fitted = policy.withBound(bound(ports));
    } catch (RepconvException e) {
      return new CheckReport(
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          originalRan,
          runtimes(),
          List.of(),
          Map.of(),
          e);
    }
    Stopwatch stopwatch = new Stopwatch();
    Set<String> known = new LinkedHashSet<>(original.model().notes());
    known.addAll(deployed.model().notes());
    known.addAll(ports.notices());
    List<String> notes = new ArrayList<>(known);
    Certifier certifier = new Certifier(policy.multiplyAdds() / 4);
    List<Fold> folds = new ArrayList<>();
    Optional<Proof> proof = Optional.empty();
    if (policy.proof()) {
      NormalForm network =
          stopwatch.time("proof", () -> form.orElseGet(() -> NormalForm.of(original.graph())));
      Proof found =
          stopwatch.time("proof", () -> ProofSearch.search(network, deployed.graph(), ports));
      if (!rounded || found.parting().isPresent()) {
        notes.addAll(ProofSearch.notes(found));
      }
      folds.addAll(network.folds());
      folds.addAll(found.folds());
      proof = Optional.of(found);
    }
    List<Certificate> certificates = stopwatch.time("certificates", () -> certifier.certify(folds));
    noteUncovered(certificates, notes);
    double budget = policy.multiplyAdds() * 3 / 4 + Math.max(0, certifier.remaining());
    Graph imported = original.graph();
    RunnableModel matched = new MatchedModel(deployed.model(), ports);
    ValueCheck values = valueCheck(ports, notes);
    Sampler sampler =
        new Sampler(imported, original.model(), matched, values, fitted, budget, stopwatch, notes);
    RepconvException stopped = null;
    try {
      sampler.run();
    } catch (RepconvException e) {
      stopped = e;
    }
    Judgement judgement = new Judgement(imported, deployed.graph(), fitted, notes);
    List<Sample> samples = judgement.judge(sampler.samples());
    // Weights that are shown to be right differ in no value by more than they are rounded.
    boolean weightsHold = proof.filter(Proof::isWithinRounding).isPresent();
    Optional<ValueReport> against = weightsHold ? Optional.empty() : values.report();
    RepconvException failure =
        Judgement.failure(
            certificates, rounded ? proof : Optional.empty(), samples, against, stopped);
    return new CheckReport(
        certificates,
        proof,
        samples,
        values.report(),
        originalRan,
        runtimes(),
        notes,
        stopwatch.seconds(),
        failure);
  }

  private ValueCheck valueCheck(PortMatching ports, List<String> notes) {
    boolean namesKept = form.isPresent();
    ValueComparison comparison =
        new ValueComparison(
            original.graph(), deployed.graph(), ports, namesKept, policy.tolerance().orElse(0));
    return new ValueCheck(deployed.graph(), ports, comparison, notes);
  }

  private Map<String, String> runtimes() {
    Map<String, String> runtimes = new LinkedHashMap<>();
    runtimes.put("original", original.model().runtime());
    runtimes.put("deployed", deployed.model().runtime());
    return runtimes;
  }

  /** The sizes the user chose, and those that the deployed network leaves no choice of. */
  private Map<String, Long> bound(PortMatching ports) {
    Map<String, Long> bound = new TreeMap<>(policy.bound());
    ports
        .sizes()
        .forEach(
            (symbol, size) -> {
              Long chosen = bound.put(symbol, size);
              if (chosen != null && !chosen.equals(size)) {
                throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
                    .at("--bind %s=%d".formatted(symbol, chosen))
                    .observed("the deployed model takes %s=%d only".formatted(symbol, size))
                    .build();
              }
            });
    return bound;
  }

  private static void noteUncovered(List<Certificate> certificates, List<String> notes) {
    long without = certificates.stream().filter(c -> c.runs().isEmpty()).count();
    long partly =
        certificates.stream().filter(c -> !c.runs().isEmpty() && !c.omitted().isEmpty()).count();
    if (without > 0) {
      notes.add(
          "%d of %d folds were too large to certify one by one."
              .formatted(without, certificates.size()));
    }
    if (partly > 0) {
      notes.add(
          "%d of %d folds were certified on fewer inputs than usual, as they are large."
              .formatted(partly, certificates.size()));
    }
  }
}
