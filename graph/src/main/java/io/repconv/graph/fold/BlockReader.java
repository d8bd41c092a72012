package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import io.repconv.graph.fold.family.Block;
import io.repconv.graph.fold.family.Branch;
import io.repconv.graph.fold.family.Layer;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Unary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads linear parts of a graph as blocks: what lies on each branch between two values. Operators
 * that are no step of the algebra, and so keep a block from folding, are read as well.
 */
public final class BlockReader {
  private final Uses uses;
  private final Steps steps;

  public BlockReader(Graph graph) {
    this.uses = new Uses(graph);
    this.steps = new Steps(graph, uses);
  }

  BlockReader(Uses uses, Steps steps) {
    this.uses = uses;
    this.steps = steps;
  }

  /**
   * One way from the base to a value.
   *
   * @param through the values that layers make, in order
   */
  private record Path(List<Value> through, boolean subtracted) {
    static final Path START = new Path(List.of(), false);

    Path then(Value value) {
      List<Value> longer = new ArrayList<>(through);
      longer.add(value);
      return new Path(longer, subtracted);
    }

    Path negated() {
      return new Path(through, !subtracted);
    }
  }

  /** The block between a value and a later one that follows from it alone. */
  public Block between(Value base, Value exit) {
    Map<Value, List<Path>> paths = new HashMap<>();
    Map<Value, Layer> layers = new HashMap<>();
    Block.Join join = Block.Join.NONE;
    paths.put(base, List.of(Path.START));
    for (Value value : ordered(base, exit)) {
      List<Value> sources = sources(value);
      if (sources.size() > 1) {
        join = join.within(isStack(value));
      } else {
        layer(value).ifPresent(found -> layers.put(value, found));
      }
      List<Path> made = new ArrayList<>();
      for (int i = 0; i < sources.size(); i++) {
        boolean negative = isNegated(value) || (i == 1 && isDifference(value));
        for (Path path : paths.getOrDefault(sources.get(i), List.of())) {
          Path longer = layers.containsKey(value) ? path.then(value) : path;
          made.add(negative ? longer.negated() : longer);
        }
      }
      paths.put(value, made.size() > Block.MOST_BRANCHES ? List.of() : made);
    }
    return block(paths.getOrDefault(exit, List.of()), join, layers);
  }

  private static Block block(List<Path> paths, Block.Join join, Map<Value, Layer> layers) {
    int before = paths.size() > 1 ? shared(paths, false, 0) : 0;
    int after = paths.size() > 1 ? shared(paths, true, before) : 0;
    List<Branch> branches =
        paths.stream()
            .map(
                path ->
                    new Branch(
                        layers(path, before, path.through().size() - after, layers),
                        path.subtracted()))
            .toList();
    if (paths.isEmpty()) {
      return new Block(List.of(), branches, join, List.of());
    }
    Path any = paths.get(0);
    int length = any.through().size();
    return new Block(
        layers(any, 0, before, layers),
        branches,
        join,
        layers(any, length - after, length, layers));
  }

  /**
   * How many layers all paths share at their beginning or end.
   *
   * @param taken layers that are counted already at the other side
   */
  private static int shared(List<Path> paths, boolean end, int taken) {
    int count = 0;
    while (true) {
      Set<Value> next = new HashSet<>();
      for (Path path : paths) {
        int size = path.through().size();
        if (count + taken >= size) {
          return count;
        }
        next.add(path.through().get(end ? size - 1 - count : count));
      }
      if (next.size() > 1) {
        return count;
      }
      count++;
    }
  }

  private static List<Layer> layers(Path path, int from, int to, Map<Value, Layer> layers) {
    return path.through().subList(from, to).stream()
        .flatMap(value -> Optional.ofNullable(layers.get(value)).stream())
        .toList();
  }

  /** The values between, each after those it follows from; the base is not among them. */
  private List<Value> ordered(Value base, Value exit) {
    List<Value> ordered = new ArrayList<>();
    Set<Value> entered = new HashSet<>(Set.of(base));
    Set<Value> left = new HashSet<>(Set.of(base));
    Deque<Value> open = new ArrayDeque<>(List.of(exit));
    while (!open.isEmpty()) {
      Value value = open.peek();
      if (left.contains(value)) {
        open.pop();
      } else if (entered.add(value)) {
        sources(value).forEach(open::push);
      } else {
        open.pop();
        left.add(value);
        ordered.add(value);
      }
    }
    return ordered;
  }

  private List<Value> sources(Value value) {
    LinearStep step = steps.step(value);
    if (step != null) {
      return step.inputs();
    }
    Node node = uses.producer(value);
    return node == null
        ? List.of()
        : node.inputs().stream().filter(v -> !v.isConstant() && !v.isAbsent()).toList();
  }

  private boolean isStack(Value value) {
    return operator(value).equals("Concat");
  }

  private boolean isDifference(Value value) {
    return operator(value).equals(Binary.SUB.name());
  }

  private boolean isNegated(Value value) {
    return operator(value).equals(Unary.NEG.name());
  }

  private String operator(Value value) {
    Node node = uses.producer(value);
    return node == null ? "" : node.op().name();
  }

  /** The layer that makes a value, empty where it only passes on or changes the sign. */
  private Optional<Layer> layer(Value value) {
    LinearStep step = steps.step(value);
    if (step != null && step.nodes().size() > 1) {
      return Optional.of(Layer.of(Layer.Kind.BORDER));
    }
    Node node = uses.producer(value);
    return node == null ? Optional.empty() : Layers.of(node);
  }
}
