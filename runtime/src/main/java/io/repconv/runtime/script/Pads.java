package io.repconv.runtime.script;

import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.List;

/** What a window adds before and behind each spatial axis, for the sizes at hand. */
record Pads(List<Integer> begin, List<Integer> end) {
  static Pads of(Call call, Window window, List<Integer> kernel) {
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    for (int axis = 0; axis < kernel.size(); axis++) {
      int[] pads = window.padsFor(axis, call.sizes(0)[axis + 2], kernel.get(axis));
      begin.add(pads[0]);
      end.add(pads[1]);
    }
    return new Pads(begin, end);
  }

  boolean isSymmetric() {
    return begin.equals(end);
  }

  /** As torch's pads are ordered: from the last axis, before and behind. */
  String fromLast() {
    List<Integer> pads = new ArrayList<>();
    for (int axis = begin.size() - 1; axis >= 0; axis--) {
      pads.add(begin.get(axis));
      pads.add(end.get(axis));
    }
    return Call.list(pads);
  }
}
