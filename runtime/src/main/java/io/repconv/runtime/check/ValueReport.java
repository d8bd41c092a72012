package io.repconv.runtime.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What comparing two networks value by value in float64 has shown.
 *
 * @param compared how many values of the deployed network were held against one of the original's
 * @param values how many floating values it has
 * @param worst the largest difference of a value that agrees, as a part of its channel's largest
 *     magnitude
 * @param allowed what any value may be off by, whatever its rounding
 * @param partings values from which on the two differ, in the order in which they are computed
 */
public record ValueReport(
    int compared, int values, double worst, double allowed, List<Deviation> partings) {
  public ValueReport {
    partings = List.copyOf(partings);
  }

  /** The first value in which the two differ. */
  public Optional<Deviation> first() {
    return partings.stream().findFirst();
  }

  /** Both, of the same networks. */
  ValueReport plus(ValueReport other) {
    List<Deviation> all = new ArrayList<>(partings);
    for (Deviation deviation : other.partings) {
      if (partings.stream().noneMatch(known -> known.value().equals(deviation.value()))) {
        all.add(deviation);
      }
    }
    return new ValueReport(
        Math.max(compared, other.compared), values, Math.max(worst, other.worst), allowed, all);
  }
}
