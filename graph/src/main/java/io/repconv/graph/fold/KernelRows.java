package io.repconv.graph.fold;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
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
  private final WeightCache weights;
  private final Map<Value, Integer> places = new HashMap<>();
  private final List<Box> boxes = new ArrayList<>();
  private final List<Pull> pulls = new ArrayList<>();

  /**
   * A step of the sweep.
   *
   * @param output the place of the value it makes
   * @param inputs the places of those it reads
   */
  private record Pull(LinearStep step, int output, List<Integer> inputs) {}

  /** Where a value is read, relative to the total stride times the exit's position. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Box(int channels, int[] stride, int[] first, int[] last) {
    static Box at(Value value, int axes) {
      int[] ones = new int[axes];
      java.util.Arrays.fill(ones, 1);
      return new Box(Steps.channels(value), ones, new int[axes], new int[axes]);
    }

    Box union(Box other) {
      int[] from = first.clone();
      int[] to = last.clone();
      for (int axis = 0; axis < from.length; axis++) {
        from[axis] = Math.min(from[axis], other.first[axis]);
        to[axis] = Math.max(to[axis], other.last[axis]);
      }
      return new Box(channels, stride, from, to);
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
      return new Box(channels, strides, from, to);
    }

    Box of(Value value) {
      return new Box(Steps.channels(value), stride, first, last);
    }

    RowPart part() {
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
    this.weights = new WeightCache(absolute);
    place(region.exit(), Box.at(region.exit(), region.form().axes()));
    List<Value> values = new ArrayList<>(region.values());
    Collections.reverse(values);
    for (Value value : values) {
      LinearStep step = steps.required(value);
      int output = placeOf(value);
      Box box = boxes.get(output);
      Box behind = step instanceof WindowStep window ? box.behind(window) : box;
      List<Integer> inputs = new ArrayList<>();
      for (Value input : step.inputs()) {
        inputs.add(place(input, behind.of(input)));
      }
      pulls.add(new Pull(step, output, inputs));
    }
  }

  /** The place of a value, whose box is grown by this one. */
  private int place(Value value, Box box) {
    Integer known = places.get(value);
    if (known != null) {
      boxes.set(known, boxes.get(known).union(box));
      return known;
    }
    places.put(value, boxes.size());
    boxes.add(box);
    return boxes.size() - 1;
  }

  private int placeOf(Value value) {
    Integer place = places.get(value);
    if (place == null) {
      throw new IllegalStateException(value + " is not in the region");
    }
    return place;
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
    Sweep sweep = new Sweep();
    RowPart base = sweep.parts.get(placeOf(region.base()));
    int[] tapOf = tapOf(base);
    boolean sameOrder = base.positions() == taps && isCountedUp(tapOf);
    for (int o = from; o < to; o++) {
      sweep.pull(o);
      int first = o / groupOutputs * groupInputs;
      int low = Math.max(first, base.low());
      int high = Math.min(first + groupInputs - 1, base.high());
      int row = ((o - from) * groupInputs - first) * taps;
      if (sameOrder && low <= high) {
        int count = (high - low + 1) * taps;
        System.arraycopy(base.values(), low * taps, rows, row + low * taps, count);
      } else {
        for (int c = low; c <= high; c++) {
          for (int q = 0; q < tapOf.length; q++) {
            if (tapOf[q] >= 0) {
              rows[row + c * taps + tapOf[q]] = base.values()[c * base.positions() + q];
            }
          }
        }
      }
      sweep.clear();
    }
    return rows;
  }

  private static boolean isCountedUp(int[] numbers) {
    for (int q = 0; q < numbers.length; q++) {
      if (numbers[q] != q) {
        return false;
      }
    }
    return true;
  }

  /** The parts of one row at a time, of every value of the region. */
  private final class Sweep {
    private final List<RowPart> parts = new ArrayList<>();
    private final List<List<RowPart>> inputs = new ArrayList<>();

    Sweep() {
      boxes.forEach(box -> parts.add(box.part()));
      for (Pull pull : pulls) {
        List<RowPart> read = new ArrayList<>();
        pull.inputs().forEach(place -> read.add(parts.get(place)));
        inputs.add(read);
      }
    }

    void pull(int channel) {
      RowPart exit = parts.get(0);
      exit.values()[channel] = 1;
      exit.touch(channel, channel);
      for (int i = 0; i < inputs.size(); i++) {
        RowPart output = parts.get(pulls.get(i).output());
        if (output.high() >= output.low()) {
          pulls.get(i).step().pull(output, inputs.get(i), weights);
        }
      }
    }

    void clear() {
      for (RowPart part : parts) {
        part.clear();
      }
    }
  }

  /**
   * For each position of the base's box the tap of the written kernel, -1 where the kernel has none
   * there.
   */
  private int[] tapOf(RowPart base) {
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
