package io.repconv.converter.drawing;

import io.repconv.converter.drawing.Unit.Arrow;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * A network as units in an order in which none comes before what it reads.
 *
 * @param arrows between the operators of all units, numbered through in the order of the units
 */
record Network(List<Unit> units, List<Arrow> arrows) {

  /** Where in the numbering the operators of each unit start, and behind the last where it ends. */
  int[] starts() {
    int[] starts = new int[units.size() + 1];
    for (int i = 0; i < units.size(); i++) {
      starts[i + 1] = starts[i] + units.get(i).size();
    }
    return starts;
  }

  /**
   * The network of a graph.
   *
   * @param label what is written on an operator
   * @param block the number of the block that a node belongs to, -1 for none
   * @param group the kind of fold of a block
   */
  static Network of(
      Graph graph,
      Function<Node, String> label,
      ToIntFunction<Node> block,
      IntUnaryOperator group) {
    return new Reader(graph, label, block, group).read();
  }

  private static final class Reader {
    private final Graph graph;
    private final Function<Node, String> label;
    private final ToIntFunction<Node> block;
    private final IntUnaryOperator group;
    private final List<Unit> units = new ArrayList<>();
    private final List<List<Integer>> members = new ArrayList<>();
    private final Map<Integer, Integer> producersOfPorts = new HashMap<>();
    private final List<Arrow> arrows = new ArrayList<>();
    private final Map<Value, Integer> producers = new HashMap<>();
    private final List<Integer> unitOf = new ArrayList<>();

    Reader(
        Graph graph,
        Function<Node, String> label,
        ToIntFunction<Node> block,
        IntUnaryOperator group) {
      this.graph = graph;
      this.label = label;
      this.block = block;
      this.group = group;
    }

    Network read() {
      for (Value input : graph.inputs()) {
        producers.put(input, alone(Box.Kind.PORT, input.name(), describe(input)));
      }
      Map<Integer, Integer> blocks = new HashMap<>();
      for (Node node : graph.nodes()) {
        int number = block.applyAsInt(node);
        int operator;
        if (number < 0) {
          operator = alone(Box.Kind.OPERATOR, label.apply(node), describe(node));
        } else {
          int unit = blocks.computeIfAbsent(number, n -> unit(Box.Kind.FOLD, group.applyAsInt(n)));
          operator = operator(unit, label.apply(node), describe(node));
        }
        read(node, operator);
        node.outputs().forEach(output -> producers.put(output, operator));
      }
      for (Value output : graph.outputs()) {
        Integer from = producers.get(output);
        int port = alone(Box.Kind.PORT, output.name(), describe(output));
        if (from != null) {
          arrows.add(new Arrow(from, port));
          producersOfPorts.put(unitOf.get(port), unitOf.get(from));
        }
      }
      return ordered();
    }

    private void read(Node node, int operator) {
      Set<Integer> sources = new LinkedHashSet<>();
      for (Value input : node.inputs()) {
        Integer from = producers.get(input);
        if (from != null) {
          sources.add(from);
        }
      }
      sources.forEach(from -> arrows.add(new Arrow(from, operator)));
    }

    private int unit(Box.Kind kind, int kindOfFold) {
      units.add(new Unit(kind, kindOfFold, new ArrayList<>(), new ArrayList<>(), List.of()));
      members.add(new ArrayList<>());
      return units.size() - 1;
    }

    private int alone(Box.Kind kind, String text, String title) {
      return operator(unit(kind, -1), text, title);
    }

    private int operator(int unit, String text, String title) {
      units.get(unit).labels().add(text);
      units.get(unit).titles().add(title);
      members.get(unit).add(unitOf.size());
      unitOf.add(unit);
      return unitOf.size() - 1;
    }

    /**
     * The units in topological order; of those that could be next an output of the network, else
     * the one that was read first.
     */
    private Network ordered() {
      List<Set<Integer>> readers = new ArrayList<>();
      int[] waiting = new int[units.size()];
      units.forEach(unit -> readers.add(new LinkedHashSet<>()));
      for (Arrow arrow : arrows) {
        int from = unitOf.get(arrow.from());
        int to = unitOf.get(arrow.to());
        if (from != to && readers.get(from).add(to)) {
          waiting[to]++;
        }
      }
      PriorityQueue<Integer> ready =
          new PriorityQueue<>(
              Comparator.<Integer>comparingInt(unit -> producersOfPorts.getOrDefault(unit, unit))
                  .thenComparing(Comparator.reverseOrder()));
      for (int i = 0; i < waiting.length; i++) {
        if (waiting[i] == 0) {
          ready.add(i);
        }
      }
      List<Integer> order = new ArrayList<>();
      while (!ready.isEmpty()) {
        int unit = ready.remove();
        order.add(unit);
        for (int reader : readers.get(unit)) {
          if (--waiting[reader] == 0) {
            ready.add(reader);
          }
        }
      }
      return order.size() == units.size() ? renumbered(order) : flat();
    }

    private Network renumbered(List<Integer> order) {
      int[] number = new int[unitOf.size()];
      int[] place = new int[unitOf.size()];
      int next = 0;
      for (int unit : order) {
        for (int i = 0; i < members.get(unit).size(); i++) {
          place[members.get(unit).get(i)] = i;
          number[members.get(unit).get(i)] = next++;
        }
      }
      Map<Integer, List<Arrow>> inner = new HashMap<>();
      List<Arrow> outer = new ArrayList<>();
      for (Arrow arrow : arrows) {
        int unit = unitOf.get(arrow.from());
        if (unit == unitOf.get(arrow.to())) {
          inner
              .computeIfAbsent(unit, u -> new ArrayList<>())
              .add(new Arrow(place[arrow.from()], place[arrow.to()]));
        }
        outer.add(new Arrow(number[arrow.from()], number[arrow.to()]));
      }
      List<Unit> sorted = new ArrayList<>();
      for (int unit : order) {
        Unit old = units.get(unit);
        sorted.add(
            new Unit(
                old.kind(),
                old.group(),
                old.labels(),
                old.titles(),
                inner.getOrDefault(unit, List.of())));
      }
      return new Network(sorted, outer);
    }

    /** Blocks that wait for each other cannot be drawn as blocks. */
    private Network flat() {
      return Network.of(graph, label, node -> -1, group);
    }

    private static String describe(Value value) {
      return "%s: %s %s".formatted(value.name(), value.element().text(), value.shape());
    }

    private static String describe(Node node) {
      return node.described()
          + "\n"
          + node.outputs().stream().map(Reader::describe).collect(Collectors.joining("\n"));
    }
  }
}
