package io.repconv.converter.drawing;

import io.repconv.converter.drawing.Unit.Arrow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The longest partition of a network into parts that hang together by one value each: whatever
 * comes later reads at most one operator of what came before.
 *
 * @param ends behind the last unit of each segment
 * @param forms a number for each segment, equal where two look the same
 */
record Segments(List<Integer> ends, List<Integer> forms) {
  /** How a segment looks; what it reads from before it has the number -1. */
  private record Form(List<Unit.Form> units, List<Arrow> arrows) {}

  static Segments of(Network network) {
    int[] starts = network.starts();
    List<Integer> ends = ends(network, starts);
    Map<Form, Integer> known = new HashMap<>();
    List<Integer> forms = new ArrayList<>();
    List<List<Arrow>> arrows = arrows(network, starts, ends);
    for (int i = 0; i < ends.size(); i++) {
      int from = i == 0 ? 0 : ends.get(i - 1);
      List<Unit.Form> units =
          network.units().subList(from, ends.get(i)).stream().map(Unit::form).toList();
      forms.add(known.computeIfAbsent(new Form(units, arrows.get(i)), form -> known.size()));
    }
    return new Segments(ends, forms);
  }

  private static List<Integer> ends(Network network, int[] starts) {
    int operators = starts[starts.length - 1];
    int[] lastReader = new int[operators];
    for (Arrow arrow : network.arrows()) {
      lastReader[arrow.from()] = Math.max(lastReader[arrow.from()], arrow.to());
    }
    int[] change = new int[operators + 1];
    for (int i = 0; i < operators; i++) {
      if (lastReader[i] > i) {
        change[i]++;
        change[lastReader[i]]--;
      }
    }
    List<Integer> ends = new ArrayList<>();
    int live = 0;
    int operator = 0;
    for (int unit = 0; unit < starts.length - 1; unit++) {
      for (; operator < starts[unit + 1]; operator++) {
        live += change[operator];
      }
      if (live <= 1 || unit == starts.length - 2) {
        ends.add(unit + 1);
      }
    }
    return ends;
  }

  private static List<List<Arrow>> arrows(Network network, int[] starts, List<Integer> ends) {
    int[] segment = new int[starts[starts.length - 1]];
    int next = 0;
    for (int i = 0; i < ends.size(); i++) {
      while (next < starts[ends.get(i)]) {
        segment[next++] = i;
      }
    }
    List<List<Arrow>> arrows = new ArrayList<>();
    ends.forEach(end -> arrows.add(new ArrayList<>()));
    for (Arrow arrow : network.arrows()) {
      int to = segment[arrow.to()];
      int first = to == 0 ? 0 : starts[ends.get(to - 1)];
      arrows.get(to).add(new Arrow(Math.max(-1, arrow.from() - first), arrow.to() - first));
    }
    return arrows;
  }
}
