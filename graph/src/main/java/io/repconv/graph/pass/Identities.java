package io.repconv.graph.pass;

import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Cast;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Dropout;
import io.repconv.graph.op.Expand;
import io.repconv.graph.op.Flatten;
import io.repconv.graph.op.Identity;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Reshape;
import io.repconv.graph.op.Slice;
import io.repconv.graph.op.Split;
import io.repconv.graph.op.Squeeze;
import io.repconv.graph.op.Tile;
import io.repconv.graph.op.Transpose;
import io.repconv.graph.op.Unsqueeze;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which nodes give one of their inputs back unchanged. */
final class Identities {
  /** Larger constants are not looked through for zeros and ones. */
  private static final int LARGEST = 1 << 16;

  private Identities() {}

  /**
   * The value that the node's output always equals, null where none is known.
   *
   * @param producers the node that makes a value, null for inputs and constants
   */
  static @Nullable Value sameAs(Node node, Function<Value, @Nullable Node> producers) {
    Op op = node.op();
    Value input = node.input(0);
    if (op instanceof Identity || op instanceof Dropout) {
      return input;
    }
    if (op instanceof Cast cast) {
      return cast.to() == input.element() ? input : null;
    }
    if (op instanceof Transpose transpose) {
      return transposed(transpose, input, producers);
    }
    if (op instanceof Binary binary) {
      return neutral(binary, node);
    }
    boolean single = node.inputs().size() == 1 && op instanceof Concat;
    boolean whole = node.outputs().size() == 1 && op instanceof Split;
    return single || whole || (keepsShape(node) && keepsOrder(node)) ? input : null;
  }

  private static boolean keepsShape(Node node) {
    Value input = node.input(0);
    return input.shape().isRanked() && input.shape().equals(node.output().shape());
  }

  /** Whether the operator cannot but give the input back once the shape is the same. */
  private static boolean keepsOrder(Node node) {
    Op op = node.op();
    if (op instanceof Slice) {
      List<Dim> steps = node.input(4).integers();
      return node.input(4).isAbsent()
          || (steps != null && steps.stream().allMatch(step -> step.isAtLeast(1)));
    }
    if (op instanceof Pad) {
      List<Dim> pads = node.input(1).integers();
      return pads != null && pads.stream().allMatch(pad -> pad.is(0));
    }
    return op instanceof Reshape
        || op instanceof Flatten
        || op instanceof Squeeze
        || op instanceof Unsqueeze
        || op instanceof Expand
        || op instanceof Tile;
  }

  private static @Nullable Value transposed(
      Transpose transpose, Value input, Function<Value, @Nullable Node> producers) {
    if (!input.shape().isRanked()) {
      return null;
    }
    int rank = input.shape().rank();
    int[] order = transpose.order(rank);
    if (isSorted(order)) {
      return input;
    }
    Node before = producers.apply(input);
    if (before == null || !(before.op() instanceof Transpose first)) {
      return null;
    }
    int[] inner = first.order(rank);
    int[] both = IntStream.of(order).map(axis -> inner[axis]).toArray();
    return isSorted(both) ? before.input(0) : null;
  }

  private static boolean isSorted(int[] order) {
    return Arrays.equals(order, IntStream.range(0, order.length).toArray());
  }

  /** x + 0, x - 0, x * 1, x / 1 and the smallest or largest of one. */
  private static @Nullable Value neutral(Binary binary, Node node) {
    if (node.inputs().size() == 1) {
      return node.input(0);
    }
    boolean commutes = binary == Binary.ADD || binary == Binary.MUL;
    if (!commutes && binary != Binary.SUB && binary != Binary.DIV) {
      return null;
    }
    double neutral = binary == Binary.ADD || binary == Binary.SUB ? 0 : 1;
    if (isFilledWith(node.input(1), neutral) && keeps(node, 0)) {
      return node.input(0);
    }
    return commutes && isFilledWith(node.input(0), neutral) && keeps(node, 1)
        ? node.input(1)
        : null;
  }

  private static boolean keeps(Node node, int index) {
    Value input = node.input(index);
    return input.shape().isRanked()
        && input.shape().equals(node.output().shape())
        && input.element() == node.output().element();
  }

  private static boolean isFilledWith(Value value, double number) {
    Tensor constant = value.constant();
    return constant != null
        && constant.size() <= LARGEST
        && Arrays.stream(constant.doubles()).allMatch(element -> element == number);
  }
}
