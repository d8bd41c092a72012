package io.repconv.graph.certificate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What running a region and the convolution that replaces it has shown.
 *
 * @param place where the region was in the model
 * @param runs what was run, in order
 * @param omitted planned runs that the budget left out
 * @param difference the largest difference found, relative to the largest output
 * @param deviation where the two differ too much; null where they agree
 */
public record Certificate(
    String place,
    List<Run> runs,
    List<Run> omitted,
    double difference,
    @Nullable Deviation deviation) {

  /** One input: its shape and what it holds ({@code zero}, {@code noise}). */
  public record Run(List<Long> shape, String content) {
    @Override
    public String toString() {
      return content + " " + shape;
    }
  }

  /**
   * The worst element of a run in which region and fold differ.
   *
   * @param reason what is wrong, as the end of a sentence
   */
  public record Deviation(Run run, String reason) {}

  /** Whether anything was run and all of it agreed. */
  public boolean holds() {
    return deviation == null && !runs.isEmpty();
  }
}
