package io.repconv.graph.fold;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes rows of the kernel that a region is, in double.
 *
 * <p>Row o is the linear functional "channel o of the exit at position 0". It is pulled back
 * through the steps from the exit to the base, each step adding its coefficients: one sweep a row,
 * with no kernel of an intermediate value ever formed.
 */
final class KernelRows {
  private final Region region;
  private final Steps steps;
  private final WeightCache weights;
  private final Map<Value, Box> boxes = new HashMap<>();

  /** Where a value is read, relative to the total stride times the exit's position. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Box(int[] stride, int[] first, int[] last) {
    static Box at(int axes) {
      int[] ones = new int[axes];
      java.util.Arrays.fill(ones, 1);
      return new Box(ones, new int[axes], new int[axes]);
    }

    Box union(Box other) {
      int[] from = first.clone();
      int[] to = last.clone();
      for (int axis = 0; axis < from.length; axis++) {
        from[axis] = Math.min(from[axis], other.first[axis]);
        to[axis] = Math.max(to[axis], other.last[axis]);
      }
      return new Box(stride, from, to);
    }

    /** The box of a window's input, for this box of its output. */
    Box behind(WindowStep window) {
      int axes = first.length;
      int[] strides = new int[axes];
      int[] from = new int[axes];
      int[] to = new int[axes];
      for (int axis = 0; axis < axes; axis++) {
        strides[axis] = stride[axis] * window.stride()[axis];
        from[axis] = window.stride()[axis] * first[axis] + window.support().min(axis);
        to[axis] = window.stride()[axis] * last[axis] + window.support().max(axis);
      }
      return new Box(strides, from, to);
    }

    RowPart part(int channels) {
      int[] size = new int[first.length];
      for (int axis = 0; axis < size.length; axis++) {
        size[axis] = last[axis] - first[axis] + 1;
      }
      return new RowPart(channels, first, size);
    }
  }

  /**
   * @param absolute whether every number of the region is taken absolutely
   */
  KernelRows(Region region, Steps steps, boolean absolute) {
    this.region = region;
    this.steps = steps;
    this.weights = new WeightCache(absolute);
    boxes.put(region.exit(), Box.at(region.form().axes()));
    for (Value value : reversed()) {
      Box box = box(value);
      LinearStep step = steps.required(value);
      Box behind = step instanceof WindowStep window ? box.behind(window) : box;
      step.inputs().forEach(input -> boxes.merge(input, behind, Box::union));
    }
  }

  private Box box(Value value) {
    Box box = boxes.get(value);
    if (box == null) {
      throw new IllegalStateException(value + " is not in the region");
    }
    return box;
  }

  private List<Value> reversed() {
    List<Value> values = new ArrayList<>(region.values());
    java.util.Collections.reverse(values);
    return values;
  }

  /**
   * Rows {@code from} to {@code to} in the layout of a convolution's weight with this many groups.
   * Threads may call it at the same time, for rows of their own.
   */
  double[] rows(int from, int to, int groups) {
    Form form = region.form();
    int groupInputs = form.reach().inputs() / groups;
    int groupOutputs = form.reach().outputs() / groups;
    int taps = Math.toIntExact(form.taps());
    double[] rows = new double[Math.multiplyExact(to - from, groupInputs * taps)];
    Map<Value, RowPart> parts = new HashMap<>();
    boxes.forEach((value, box) -> parts.put(value, box.part(Steps.channels(value))));
    RowPart base = part(parts, region.base());
    int[] places = places(base);
    boolean sameOrder = base.positions() == taps && isCountedUp(places);
    for (int o = from; o < to; o++) {
      pull(o, parts);
      int first = o / groupOutputs * groupInputs;
      int low = Math.max(first, base.low());
      int high = Math.min(first + groupInputs - 1, base.high());
      int row = ((o - from) * groupInputs - first) * taps;
      if (sameOrder && low <= high) {
        int count = (high - low + 1) * taps;
        System.arraycopy(base.values(), low * taps, rows, row + low * taps, count);
      } else {
        for (int c = low; c <= high; c++) {
          for (int q = 0; q < places.length; q++) {
            if (places[q] >= 0) {
              rows[row + c * taps + places[q]] = base.values()[c * base.positions() + q];
            }
          }
        }
      }
      parts.values().forEach(RowPart::clear);
    }
    return rows;
  }

  private static boolean isCountedUp(int[] places) {
    for (int q = 0; q < places.length; q++) {
      if (places[q] != q) {
        return false;
      }
    }
    return true;
  }

  private void pull(int channel, Map<Value, RowPart> parts) {
    RowPart exit = part(parts, region.exit());
    exit.values()[channel] = 1;
    exit.touch(channel, channel);
    for (Value value : reversed()) {
      RowPart output = part(parts, value);
      if (output.high() >= output.low()) {
        LinearStep step = steps.required(value);
        List<RowPart> inputs = step.inputs().stream().map(input -> part(parts, input)).toList();
        step.pull(output, inputs, weights);
      }
    }
  }

  private static RowPart part(Map<Value, RowPart> parts, Value value) {
    RowPart part = parts.get(value);
    if (part == null) {
      throw new IllegalStateException(value + " is not in the region");
    }
    return part;
  }

  /**
   * For each position of the base's box the tap of the written kernel, -1 where the kernel has none
   * there.
   */
  private int[] places(RowPart base) {
    Form form = region.form();
    int[] places = new int[base.positions()];
    for (int q = 0; q < places.length; q++) {
      int place = 0;
      for (int axis = 0; axis < form.axes(); axis++) {
        Form.Extent extent = form.extent(axis);
        int distance = base.offset(q, axis) - extent.first();
        boolean onTap =
            distance >= 0
                && distance % extent.step() == 0
                && distance / extent.step() < extent.taps();
        place = place < 0 || !onTap ? -1 : place * extent.taps() + distance / extent.step();
      }
      places[q] = place;
    }
    return places;
  }
}
