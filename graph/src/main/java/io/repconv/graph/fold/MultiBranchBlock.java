package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.fold.family.Family;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A part of a graph that is linear and has more than one branch: paths of linear operators that
 * start at one value and are added, subtracted or concatenated on the channel axis.
 *
 * <p>A residual connection around an activation is none: its two paths do not start at the same
 * value, one of them begins behind the activation.
 *
 * @param join the outermost node that joins the branches, as messages call it
 * @param branches how many paths it joins, those of inner joins included
 * @param family what the field calls such a block
 */
public record MultiBranchBlock(String join, int branches, Family family) {
  private static final Set<String> LAYERS = Set.of("Conv", "BatchNormalization", "AveragePool");
  private static final Set<String> PASSING = Set.of("Identity", "Dropout", "Pad", "Neg");
  private static final Set<String> WITH_CONSTANT = Set.of("Add", "Sub", "Mul", "Div");

  /**
   * A path of linear operators that ends at a value.
   *
   * @param layered whether a layer of a network is on it, which tells it from arithmetic
   */
  private record Path(Value start, int branches, boolean layered) {}

  /** The outermost join of a block. */
  private record Join(Node node, Path path) {
    MultiBranchBlock block(BlockReader reader) {
      return new MultiBranchBlock(
          node.described(),
          path.branches(),
          Family.of(reader.between(path.start(), node.output())));
    }
  }

  /** The blocks of a graph, in the order of their joins. */
  public static List<MultiBranchBlock> of(Graph graph) {
    List<Join> joins = joins(graph);
    if (joins.isEmpty()) {
      return List.of();
    }
    BlockReader reader = new BlockReader(graph);
    return joins.stream().map(join -> join.block(reader)).toList();
  }

  private static List<Join> joins(Graph graph) {
    Map<Value, Path> paths = new HashMap<>();
    Map<Value, Join> joins = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      List<Value> computed =
          node.inputs().stream().filter(v -> !v.isConstant() && !v.isAbsent()).toList();
      List<Path> joined =
          computed.stream().map(v -> paths.getOrDefault(v, new Path(v, 1, false))).toList();
      if (joined.stream().map(Path::start).distinct().count() != 1) {
        continue;
      }
      int branches = joined.stream().mapToInt(Path::branches).sum();
      if (computed.size() == 1 ? isLinear(node) : isJoin(node)) {
        boolean layered =
            LAYERS.contains(node.op().name()) || joined.stream().anyMatch(Path::layered);
        Path path = new Path(joined.get(0).start(), branches, layered);
        paths.put(node.output(), path);
        Join inner = null;
        for (Value value : computed) {
          Join removed = joins.remove(value);
          inner = removed == null ? inner : removed;
        }
        if (computed.size() > 1 && layered) {
          joins.put(node.output(), new Join(node, path));
        } else if (inner != null) {
          joins.put(node.output(), inner);
        }
      }
    }
    return List.copyOf(joins.values());
  }

  private static boolean isLinear(Node node) {
    String name = node.op().name();
    if (LAYERS.contains(name) || PASSING.contains(name)) {
      return !name.equals("Conv") || node.input(1).isConstant();
    }
    return WITH_CONSTANT.contains(name) && !(name.equals("Div") && node.input(0).isConstant());
  }

  private static boolean isJoin(Node node) {
    return switch (node.op().name()) {
      case "Add", "Sub", "Sum" -> true;
      case "Concat" -> node.op().attributes().integer("axis", 0) == 1;
      default -> false;
    };
  }
}
