package io.repconv.runtime.check;

import io.repconv.graph.RepconvException;
import io.repconv.graph.certificate.Certificate;
import io.repconv.graph.proof.Proof;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a check has found.
 *
 * @param certificates one for each fold, in order
 * @param proof what laying the two networks on each other has shown, where a proof was looked for
 * @param samples every run and its comparisons
 * @param values what comparing the two value by value has shown; empty where that was not possible
 * @param originalRan whether the original itself ran; where it did not, the network as it was read
 *     of it stood in its place, and nothing is known of the reading
 * @param runtimes what ran the original and the deployed model, by these words
 * @param notes what was not covered and why, in sentences
 * @param seconds the time each part took, in the order in which they ran
 * @param failure why the deployed model must not be used; null where nothing speaks against it
 */
public record CheckReport(
    List<Certificate> certificates,
    Optional<Proof> proof,
    List<Sample> samples,
    Optional<ValueReport> values,
    boolean originalRan,
    Map<String, String> runtimes,
    List<String> notes,
    Map<String, Double> seconds,
    @Nullable RepconvException failure) {

  public CheckReport {
    runtimes = Collections.unmodifiableMap(new LinkedHashMap<>(runtimes));
  }

  public CheckReport withNotes(List<String> others) {
    return new CheckReport(
        certificates, proof, samples, values, originalRan, runtimes, others, seconds, failure);
  }

  public CheckReport withFailure(@Nullable RepconvException other) {
    return new CheckReport(
        certificates, proof, samples, values, originalRan, runtimes, notes, seconds, other);
  }

  /** The same with a part that came before all others. */
  public CheckReport withSecondsBefore(String part, double taken) {
    Map<String, Double> all = new LinkedHashMap<>();
    all.put(part, taken);
    all.putAll(seconds);
    return new CheckReport(
        certificates, proof, samples, values, originalRan, runtimes, notes, all, failure);
  }

  /** Whether nothing speaks against the deployed model, and something for it. */
  public boolean passed() {
    return failure == null;
  }

  /**
   * Whether the deployed model is shown to be the same network, up to the rounding of its weights:
   * the graphs are the same and so is every weight, every fold that this rests on is certified, the
   * import is compared with the original's own runtime, and no sample speaks against it.
   */
  public boolean proved() {
    return passed()
        && originalRan
        && proof.filter(Proof::isWithinRounding).isPresent()
        && certificates.stream().allMatch(Certificate::holds)
        && worst(Comparison.Pair.IMPORT).isPresent();
  }

  /** The comparison of a pair that comes closest to its tolerance, or exceeds it the most. */
  public Optional<Comparison> worst(Comparison.Pair pair) {
    return samples.stream()
        .flatMap(sample -> sample.comparisons().stream())
        .filter(comparison -> comparison.pair() == pair && comparison.counted())
        .max(Comparator.comparingDouble(Comparison::used));
  }

  /** The same with a sentence before its notes. */
  public CheckReport withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(0, note);
    return withNotes(more);
  }

  /** What a pair is called here: {@code original against float64}. */
  public String describe(Comparison.Pair pair) {
    return pair.text(originalRan ? "original" : "import");
  }

  /** Throws the failure, if there is one. */
  public void orThrow() {
    if (failure != null) {
      throw failure;
    }
  }
}
