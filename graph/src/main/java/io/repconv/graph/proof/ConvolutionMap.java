package io.repconv.graph.proof;

import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A convolution as the linear map that it is, whatever kernel it is written with: tap k along an
 * axis lies at offset {@code d*k - begin}, and the output has size {@code floor((H + span)/s) + 1}
 * with {@code span = begin + end - d*(k - 1) - 1}. A 1x1 kernel and the 3x3 kernel that holds it in
 * its centre are the same map.
 *
 * @param offsets where each tap lies, in the order of the weight's taps
 */
record ConvolutionMap(
    Tensor weight,
    int groups,
    List<Integer> strides,
    List<Integer> spans,
    List<List<Integer>> offsets) {

  /** Empty for what is no convolution with a constant weight and known pads. */
  static Optional<ConvolutionMap> of(Node node) {
    Tensor weight = node.input(1).constant();
    if (!(node.op() instanceof Conv conv)
        || weight == null
        || conv.window().autoPad() != Window.AutoPad.NOTSET) {
      return Optional.empty();
    }
    int axes = weight.rank() - 2;
    Window window = conv.window().forAxes(axes);
    List<Integer> spans = new ArrayList<>();
    List<List<Integer>> offsets = List.of(List.of());
    for (int axis = 0; axis < axes; axis++) {
      int taps = Math.toIntExact(weight.dim(axis + 2));
      int dilation = window.dilations().get(axis);
      int begin = window.padsBegin().get(axis);
      spans.add(begin + window.padsEnd().get(axis) - dilation * (taps - 1) - 1);
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> offset : offsets) {
        for (int tap = 0; tap < taps; tap++) {
          List<Integer> next = new ArrayList<>(offset);
          next.add(dilation * tap - begin);
          longer.add(next);
        }
      }
      offsets = longer;
    }
    return Optional.of(
        new ConvolutionMap(weight, conv.group(), window.strides(), spans, List.copyOf(offsets)));
  }

  int outputs() {
    return Math.toIntExact(weight.dim(0));
  }

  int groupInputs() {
    return Math.toIntExact(weight.dim(1));
  }

  int inputs() {
    return groupInputs() * groups;
  }

  /** Whether the two take and give tensors of the same sizes, at the same positions. */
  boolean hasDomainOf(ConvolutionMap other) {
    return outputs() == other.outputs()
        && inputs() == other.inputs()
        && strides.equals(other.strides)
        && spans.equals(other.spans);
  }

  /** Whether the weights of two maps of one domain hold each coefficient at the same place. */
  boolean hasPlacesOf(ConvolutionMap other) {
    return groups == other.groups && offsets.equals(other.offsets);
  }

  /** The first input channel that an output channel reads. */
  int firstInput(int output) {
    return output / (outputs() / groups) * groupInputs();
  }

  /** Coefficients of an output channel. */
  int width() {
    return groupInputs() * offsets.size();
  }

  /** For each offset the tap that lies there, -1 where none does. */
  int[] taps(Collection<List<Integer>> wanted) {
    Map<List<Integer>, Integer> places = new HashMap<>();
    for (int tap = 0; tap < offsets.size(); tap++) {
      places.put(offsets.get(tap), tap);
    }
    return wanted.stream().mapToInt(offset -> places.getOrDefault(offset, -1)).toArray();
  }
}
