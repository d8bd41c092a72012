package io.repconv.converter.drawing;

import io.repconv.converter.drawing.Unit.Arrow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is drawn of a network: frames with boxes, and lines between boxes.
 *
 * @param root holds everything
 */
record Diagram(Box root, List<Line> lines) {
  /** Up to so many operators are drawn one by one, repeats and all. */
  private static final int SMALL = 48;

  /** No diagram has many more boxes. */
  private static final int MOST = 160;

  private static final int LEAST_SAVED = 3;

  /** A box, and one that reads it. */
  record Line(Box from, Box to) {}

  /**
   * Draws as much of a network as can be looked at: all of it, repeated parts once, blocks that
   * fold as one box, or stretches as one box.
   */
  static Diagram of(Network network) {
    if (network.starts()[network.units().size()] <= SMALL) {
      return new Builder(network, Integer.MAX_VALUE).build();
    }
    Diagram diagram = new Builder(network, LEAST_SAVED).build();
    if (diagram.boxes() > MOST) {
      Network closed = contracted(network, IntStream.rangeClosed(1, network.units().size()));
      diagram = new Builder(closed, LEAST_SAVED).build();
      if (diagram.boxes() > MOST) {
        Network linked =
            contracted(closed, Segments.of(closed).ends().stream().mapToInt(Integer::intValue));
        diagram = new Builder(linked, LEAST_SAVED).build();
        if (diagram.boxes() > MOST) {
          diagram = new Builder(inStretches(linked), LEAST_SAVED).build();
        }
      }
    }
    return diagram;
  }

  long boxes() {
    return root.leaves().count();
  }

  private static Network inStretches(Network network) {
    int units = network.units().size();
    return contracted(network, IntStream.rangeClosed(1, MOST).map(i -> i * units / MOST));
  }

  /** Each stretch of units that is more than one operator as one box. */
  private static Network contracted(Network network, IntStream ends) {
    int[] starts = network.starts();
    int[] box = new int[starts[starts.length - 1]];
    List<Unit> units = new ArrayList<>();
    int from = 0;
    for (int end : ends.distinct().toArray()) {
      for (int i = starts[from]; i < starts[end]; i++) {
        box[i] = units.size();
      }
      if (end > from) {
        units.add(closed(network.units().subList(from, end)));
      }
      from = end;
    }
    Set<Arrow> arrows = new LinkedHashSet<>();
    for (Arrow arrow : network.arrows()) {
      if (box[arrow.from()] != box[arrow.to()]) {
        arrows.add(new Arrow(box[arrow.from()], box[arrow.to()]));
      }
    }
    return new Network(units, List.copyOf(arrows));
  }

  private static Unit closed(List<Unit> units) {
    if (units.size() == 1 && units.get(0).size() == 1) {
      return units.get(0);
    }
    List<String> labels = units.stream().flatMap(unit -> unit.labels().stream()).toList();
    Map<String, Long> counts =
        labels.stream()
            .collect(Collectors.groupingBy(l -> l, LinkedHashMap::new, Collectors.counting()));
    String title =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining("\n"));
    return new Unit(
        Box.Kind.CLOSED,
        units.size() == 1 ? units.get(0).group() : -1,
        List.of(labels.size() + " operators"),
        List.of(title),
        List.of());
  }

  private static final class Builder {
    private final Network network;
    private final int[] starts;
    private final Segments segments;
    private final int leastSaved;
    private final Map<Integer, Box> boxes = new LinkedHashMap<>();
    private final List<Repeats.Part> repeats = new ArrayList<>();

    Builder(Network network, int leastSaved) {
      this.network = network;
      this.starts = network.starts();
      this.segments = Segments.of(network);
      this.leastSaved = leastSaved;
    }

    Diagram build() {
      int[] sizes = new int[segments.forms().size()];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = firstOperator(i + 1) - firstOperator(i);
      }
      Box root = new Box(Box.Kind.REPEAT, "", "", -1);
      int[] forms = segments.forms().stream().mapToInt(Integer::intValue).toArray();
      draw(new Repeats(forms, sizes, leastSaved).parts(), root);
      Set<Line> lines = new LinkedHashSet<>();
      for (Arrow arrow : network.arrows()) {
        line(arrow.from(), arrow.to(), lines);
      }
      return new Diagram(root, List.copyOf(lines));
    }

    private int firstUnit(int segment) {
      return segment == 0 ? 0 : segments.ends().get(segment - 1);
    }

    private int firstOperator(int segment) {
      return starts[firstUnit(segment)];
    }

    private void draw(List<Repeats.Part> parts, Box into) {
      for (Repeats.Part part : parts) {
        if (part.copies() > 1) {
          repeats.add(part);
          Box frame =
              new Box(
                  Box.Kind.REPEAT,
                  "\u00d7 " + part.copies(),
                  part.copies() + " times in a row",
                  -1);
          into.children().add(frame);
          draw(part.body(), frame);
        } else {
          int end = firstUnit(part.start() + part.length());
          for (int unit = firstUnit(part.start()); unit < end; unit++) {
            draw(unit, into);
          }
        }
      }
    }

    private void draw(int number, Box into) {
      Unit unit = network.units().get(number);
      Box holder = into;
      if (unit.kind() == Box.Kind.FOLD && unit.size() > 1) {
        holder = new Box(Box.Kind.FOLD, "", "", unit.group());
        into.children().add(holder);
      }
      Box.Kind kind = unit.kind() == Box.Kind.FOLD ? Box.Kind.OPERATOR : unit.kind();
      for (int i = 0; i < unit.size(); i++) {
        Box box = new Box(kind, unit.labels().get(i), unit.titles().get(i), unit.group());
        holder.children().add(box);
        boxes.put(starts[number] + i, box);
      }
    }

    /** The line of an arrow, but where it leads from one copy of a repeat to the next. */
    private void line(int from, int to, Set<Line> lines) {
      int source = from;
      int target = to;
      for (Repeats.Part repeat : repeats) {
        int first = firstOperator(repeat.start());
        int length = firstOperator(repeat.start() + repeat.length()) - first;
        int end = first + length * repeat.copies();
        boolean sourceIn = source >= first && source < end;
        boolean targetIn = target >= first && target < end;
        if (sourceIn && targetIn && (source - first) / length != (target - first) / length) {
          return;
        }
        source = sourceIn ? first + (source - first) % length : source;
        target = targetIn ? first + (target - first) % length : target;
      }
      Box a = boxes.get(source);
      Box b = boxes.get(target);
      if (a != null && b != null && a != b) {
        lines.add(new Line(a, b));
      }
    }
  }
}
