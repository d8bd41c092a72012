package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.List;

/**
 * A window that moves over the input: convolution, average pooling, padding, cropping.
 *
 * <pre>
 * y[o, i] = b[o] + sum over c, u of K[o, c, u] * x~[c, stride*i + u],   size_out = floor((size + span)/stride) + 1
 * </pre>
 *
 * @param nodes the node, or all nodes of a border fill, the last one making the value
 * @param taps where every tap of the kernel lies; {@code support} are those that are not zero
 *     throughout
 * @param border what the window sees outside the input's domain
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WindowStep(
    List<Node> nodes,
    Rewrite rewrite,
    Value input,
    Kernel kernel,
    int[] stride,
    int[] span,
    List<int[]> taps,
    Offsets support,
    Border border)
    implements LinearStep {

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  /** Whether it is a convolution or a pooling; padding and cropping alone are no layer. */
  boolean isWeighted() {
    return rewrite == Rewrite.CONVOLUTION || rewrite == Rewrite.AVERAGE_POOL_AS_KERNEL;
  }

  /** This window as a form over its own input, before anything is known of what lies outside. */
  private Form own() {
    return new Form(input, isWeighted(), Extension.UNREAD, stride, span, support, kernel.reach());
  }

  @Override
  public Form form(List<Form> inputs, Constants constants) throws NotOneConvolution {
    Form before = inputs.get(0);
    Extension extension = border.prove(before, own(), this::seesOutside, input, constants);
    int axes = stride.length;
    int[] strides = new int[axes];
    int[] spans = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      strides[axis] = before.stride()[axis] * stride[axis];
      spans[axis] = before.span()[axis] + before.stride()[axis] * (1 + span[axis]);
    }
    Offsets offsets =
        before.offsets().then(support, before.stride()).orElseThrow(Branches::tooLarge);
    Form form =
        new Form(
            before.base(),
            before.weighted() || isWeighted(),
            extension,
            strides,
            spans,
            offsets,
            before.reach().then(kernel.reach()));
    return form.readsOutside() ? form : form.unread();
  }

  /** Whether a tap that can lie outside the input's domain reads this channel. */
  private boolean seesOutside(int channel) {
    for (int tap = 0; tap < taps.size(); tap++) {
      boolean outside = false;
      for (int axis = 0; axis < stride.length; axis++) {
        int offset = taps.get(tap)[axis];
        outside |= offset < 0 || span[axis] + offset + 1 > 0;
      }
      if (outside && kernel.reads(channel, tap)) {
        return true;
      }
    }
    return false;
  }

  /**
   * How far, per channel, what the window sees outside is from the bias of the earlier map, where
   * it sees the channel there.
   */
  double[] deviation(double[] bias) {
    double[] deviation = new double[bias.length];
    if (readsOutside()) {
      for (int c = 0; c < bias.length; c++) {
        double difference = border.deviation(c, bias[c]);
        deviation[c] = difference > 0 && seesOutside(c) ? difference : 0;
      }
    }
    return deviation;
  }

  boolean readsOutside() {
    return own().readsOutside();
  }

  @Override
  public double[] forward(List<double[]> inputs, Part part) {
    return kernel.forward(inputs.get(0), part);
  }

  @Override
  public void pull(RowPart output, List<RowPart> inputs, WeightCache weights) {
    kernel.pull(output, inputs.get(0), stride, taps, weights);
  }
}
