package io.repconv.graph.fold;

import io.repconv.graph.Tensor;

/**
 * Where a convolution's weight is not zero, found with as few reads as it takes: an ordinary dense
 * kernel answers with its first elements.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KernelSupport(Tensor weight, int outputs, int groupInputs, int taps, boolean[] used) {

  static KernelSupport of(Tensor weight, int groups) throws NotOneConvolution {
    int outputs = Math.toIntExact(weight.dim(0));
    int groupInputs = Math.toIntExact(weight.dim(1));
    int taps = weight.size() / Math.max(1, outputs * groupInputs);
    if (weight.size() == 0 || outputs % groups != 0) {
      throw new NotOneConvolution("the weight is empty");
    }
    boolean[] used = new boolean[taps];
    boolean any = false;
    for (int tap = 0; tap < taps; tap++) {
      for (int row = 0; row < outputs * groupInputs && !used[tap]; row++) {
        used[tap] = weight.doubleAt(row * taps + tap) != 0;
      }
      any |= used[tap];
    }
    // A kernel of zeros keeps one tap, so that it still has a place.
    used[0] |= !any;
    return new KernelSupport(weight, outputs, groupInputs, taps, used);
  }

  Reach reach(int groups) {
    int[] low = new int[outputs];
    int[] high = new int[outputs];
    int groupOutputs = outputs / groups;
    for (int o = 0; o < outputs; o++) {
      int first = o / groupOutputs * groupInputs;
      int from = 0;
      int to = groupInputs - 1;
      while (from < groupInputs && isZero(o, from)) {
        from++;
      }
      while (to >= from && isZero(o, to)) {
        to--;
      }
      low[o] = first + from;
      high[o] = first + to;
      if (to < from) {
        low[o] = first;
        high[o] = first - 1;
      }
    }
    return new Reach(groups * groupInputs, low, high);
  }

  private boolean isZero(int output, int input) {
    for (int tap = 0; tap < taps; tap++) {
      if (weight.doubleAt((output * groupInputs + input) * taps + tap) != 0) {
        return false;
      }
    }
    return true;
  }
}
