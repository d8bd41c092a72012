package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Split;
import java.util.List;
import java.util.Optional;

/** Reads what stacks and takes channels as steps. */
final class ChannelSteps {
  private ChannelSteps() {}

  static Optional<LinearStep> concat(Node node, Concat concat) {
    int rank = node.output().shape().rank();
    int axis = concat.axis() < 0 ? concat.axis() + rank : concat.axis();
    boolean linear =
        axis == 1 && node.inputs().stream().allMatch(v -> !v.isConstant() && Steps.hasChannels(v));
    return linear
        ? Optional.of(
            new ConcatStep(
                node, node.inputs(), node.inputs().stream().map(Steps::channels).toList()))
        : Optional.empty();
  }

  static Optional<LinearStep> split(Node node, Split split, int output) {
    Value input = node.input(0);
    int rank = node.outputs().get(output).shape().rank();
    int axis = split.axis() < 0 ? split.axis() + rank : split.axis();
    if (axis != 1 || !Steps.hasChannels(input)) {
      return Optional.empty();
    }
    int from = 0;
    for (int i = 0; i < output; i++) {
      if (!Steps.hasChannels(node.outputs().get(i))) {
        return Optional.empty();
      }
      from += Steps.channels(node.outputs().get(i));
    }
    return Optional.of(new RowsStep(node, input, from, Steps.channels(node.outputs().get(output))));
  }

  /** A slice that takes a range of channels and nothing else. */
  static Optional<LinearStep> slice(Node node) {
    Value input = node.input(0);
    if (!Steps.hasChannels(input)) {
      return Optional.empty();
    }
    int rank = input.shape().rank();
    Optional<SliceRange> range = SliceRange.only(node);
    if (range.isEmpty() || range.get().axis() != 1 || range.get().step() != 1) {
      return Optional.empty();
    }
    int channels = Steps.channels(input);
    List<Dim> before = input.shape().dims();
    List<Dim> after = node.output().shape().dims();
    boolean onlyChannels =
        before.subList(2, rank).equals(after.subList(2, rank))
            && before.get(0).equals(after.get(0));
    long from = Math.min(range.get().startOf(channels), channels);
    int count = Steps.channels(node.output());
    return onlyChannels && count > 0 && from + count <= channels
        ? Optional.of(new RowsStep(node, input, (int) from, count))
        : Optional.empty();
  }
}
