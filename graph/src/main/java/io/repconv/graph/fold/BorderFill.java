package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a border fill: a group of nodes that only move numbers (Pad, Slice, Concat, ScatterND,
 * Transpose, …) and amounts to padding one value with a constant per channel, however it was
 * written. Nothing is matched: the group is evaluated on the positions of its source's elements
 * ({@link MovedElements}), which shows where each element of the result comes from.
 */
final class BorderFill {
  private static final Set<String> MOVES =
      Set.of(
          "Pad",
          "Slice",
          "Concat",
          "Transpose",
          "ScatterND",
          "ScatterElements",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Expand",
          "Identity",
          "Split",
          "Where",
          "Tile",
          "Flatten",
          "Gather",
          "GatherND");

  /** A fill is one pad and four writes, each of a few nodes once its indices are constants. */
  private static final int MOST_NODES = 1024;

  private final Uses uses;
  private final Predicate<Value> isStacked;

  /**
   * @param isStacked whether a value is a stack or a range of channels: a source even though it was
   *     moved
   */
  BorderFill(Uses uses, Predicate<Value> isStacked) {
    this.uses = uses;
    this.isStacked = isStacked;
  }

  /** Whether a value is an image that a window reads. */
  boolean isCandidate(Value value) {
    return Steps.hasChannels(value) && uses.readers(value).stream().anyMatch(BorderFill::isWindow);
  }

  /** The padding that makes a candidate, where it is one. */
  Optional<LinearStep> recognise(Value value) throws NotOneConvolution {
    Optional<Group> group = groupOf(value);
    if (group.isEmpty() || !Steps.hasChannels(group.get().source())) {
      return Optional.empty();
    }
    Value source = group.get().source();
    Optional<MovedElements.Frame> frame =
        new MovedElements(source, group.get().nodes(), value).frame();
    if (frame.isEmpty()) {
      return Optional.empty();
    }
    Border border = new Border(Extension.ZERO, new Border.Fill(frame.get().fill()), true);
    return Optional.of(
        WindowSteps.padding(
            group.get().nodes(), Rewrite.BORDER_FILL, source, frame.get().amounts(), border));
  }

  private static boolean isWindow(Node node) {
    Op op = node.op();
    return op instanceof Conv || op instanceof AveragePool;
  }

  /** Nodes in topological order and the one value they move. */
  private record Group(List<Node> nodes, Value source) {}

  private Optional<Group> groupOf(Value value) {
    if (mover(value) == null) {
      return Optional.empty();
    }
    Set<Node> seen = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    @Nullable Value source = null;
    Deque<Value> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty()) {
      Value next = open.pop();
      Node mover = mover(next);
      if (isKnown(next)) {
        continue;
      }
      if (mover == null) {
        if (source != null && source != next) {
          return Optional.empty();
        }
        source = next;
      } else if (seen.add(mover)) {
        nodes.add(mover);
        mover.inputs().forEach(open::push);
        if (nodes.size() > MOST_NODES) {
          return Optional.empty();
        }
      }
    }
    return source == null
        ? Optional.empty()
        : Optional.of(new Group(MovedElements.ordered(nodes), source));
  }

  /** Whether a value is known once the sizes are: constants, shapes, indices. */
  private static boolean isKnown(Value value) {
    return value.isAbsent() || value.isConstant() || value.integers() != null;
  }

  /** The node that moves a number to this value, or computes an index for others that do. */
  private @Nullable Node mover(Value value) {
    Node producer = uses.producer(value);
    if (producer == null || isStacked.test(value)) {
      return null;
    }
    boolean index = !value.element().isFloating() && producer.op().isModelled();
    return index || MOVES.contains(producer.op().name()) ? producer : null;
  }
}
