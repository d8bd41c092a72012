package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One axis of a Slice whose range is written in numbers: {@code x[start:end:step]}, ends counted as
 * Python counts them.
 */
record SliceRange(int axis, long start, long end, int step) {
  /** Every axis that the slice names, empty where a number is not known. */
  static Optional<List<SliceRange>> all(Node slice) {
    Value data = slice.input(0);
    List<Dim> starts = slice.input(1).integers();
    List<Dim> ends = slice.input(2).integers();
    List<Dim> axes = slice.input(3).integers();
    List<Dim> steps = slice.input(4).integers();
    if (starts == null || ends == null || !data.shape().isRanked()) {
      return Optional.empty();
    }
    if ((axes == null && !slice.input(3).isAbsent())
        || (steps == null && !slice.input(4).isAbsent())) {
      return Optional.empty();
    }
    List<SliceRange> ranges = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      Dim axis = axes == null ? Dim.of(i) : axes.get(i);
      Dim step = steps == null ? Dim.of(1) : steps.get(i);
      boolean numbers =
          axis.isConstant()
              && step.isConstant()
              && starts.get(i).isConstant()
              && ends.get(i).isConstant();
      if (!numbers || step.value() <= 0 || step.value() > 64) {
        return Optional.empty();
      }
      long index = axis.value() < 0 ? axis.value() + data.shape().rank() : axis.value();
      ranges.add(
          new SliceRange(
              (int) index, starts.get(i).value(), ends.get(i).value(), (int) step.value()));
    }
    return Optional.of(ranges);
  }

  /** The one axis of a slice of one axis. */
  static Optional<SliceRange> only(Node slice) {
    return all(slice).filter(ranges -> ranges.size() == 1).map(ranges -> ranges.get(0));
  }

  /** The first index taken of an axis of this size. */
  long startOf(long size) {
    return Math.max(0, start < 0 ? start + size : start);
  }
}
