package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.certificate.Certificate;
import io.repconv.graph.certificate.Certifier;
import io.repconv.graph.fold.FoldResult;
import io.repconv.runtime.RunnableModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The check of a deployed model after its export, in three parts that rest on each other:
 *
 * <ol>
 *   <li><b>certificates</b>: each fold computes in float64 what it replaced ({@link Certifier});
 *   <li><b>trust in the import</b>: the original, run by its own runtime, agrees with the float64
 *       interpretation of what was read from it, so that a mistake of the reader cannot excuse
 *       itself;
 *   <li><b>samples</b>: the deployed model agrees with the float64 interpretation and with the
 *       original, as closely as the original's own rounding allows.
 * </ol>
 *
 * The same models and policy give the same samples in the same order.
 */
public final class ExportCheck {
  private final Graph imported;
  private final FoldResult folded;
  private final RunnableModel original;
  private final RunnableModel deployed;
  private final CheckPolicy policy;

  /**
   * @param imported what was read from the original, before folding; its inputs and outputs have
   *     the names that both runnable models use
   * @param folded what was deployed
   * @param original the original in a runtime that shares nothing with this program
   * @param deployed the file that was written
   */
  public ExportCheck(
      Graph imported,
      FoldResult folded,
      RunnableModel original,
      RunnableModel deployed,
      CheckPolicy policy) {
    this.imported = imported;
    this.folded = folded;
    this.original = original;
    this.deployed = deployed;
    this.policy = policy;
  }

  /** Runs the check. What speaks against the deployed model is in the report, not thrown. */
  public CheckReport run() {
    Stopwatch stopwatch = new Stopwatch();
    List<String> notes = new ArrayList<>();
    Certifier certifier = new Certifier(policy.multiplyAdds() / 2);
    List<Certificate> certificates =
        stopwatch.time("certificates", () -> certifier.certify(folded.folds()));
    noteUncovered(certificates, notes);
    double budget = policy.multiplyAdds() / 2 + Math.max(0, certifier.remaining());
    Sampler sampler = new Sampler(imported, original, deployed, policy, budget, stopwatch, notes);
    RepconvException stopped = null;
    try {
      sampler.run();
    } catch (RepconvException e) {
      stopped = e;
    }
    Judgement judgement = new Judgement(imported, folded.graph(), policy, notes);
    List<Sample> samples = judgement.judge(sampler.samples());
    RepconvException failure = Judgement.failure(certificates, samples, stopped);
    return new CheckReport(certificates, samples, runtimes(), notes, stopwatch.seconds(), failure);
  }

  private Map<String, String> runtimes() {
    Map<String, String> runtimes = new LinkedHashMap<>();
    runtimes.put("original", original.runtime());
    runtimes.put("deployed", deployed.runtime());
    return runtimes;
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
