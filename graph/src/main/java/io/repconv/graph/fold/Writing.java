package io.repconv.graph.fold;

import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Pad;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Puts a written convolution into a graph, in the place of its region's exit. */
final class Writing {
  private Writing() {}

  /**
   * Writes the convolution.
   *
   * @param nodeNames names that nodes have already; the new one's is added
   */
  static Node write(
      GraphBuilder builder,
      Region region,
      WrittenConvolution written,
      Origin origin,
      Set<String> nodeNames) {
    String place = origin.scope().isEmpty() ? region.exit().name() : origin.scope();
    List<Value> inputs = new ArrayList<>();
    inputs.add(padded(builder, region, region.base(), origin));
    inputs.add(builder.constant(place + ".weight", written.weight()));
    if (written.bias() != null) {
      inputs.add(builder.constant(place + ".bias", written.bias()));
    }
    String name = place;
    for (int number = 1; !nodeNames.add(name); number++) {
      name = place + "." + number;
    }
    return builder.define(written.op(), inputs, origin, name, List.of(region.exit()));
  }

  /**
   * The base behind the Pad that its extension takes, or itself where the convolution pads with
   * zeros.
   */
  static Value padded(GraphBuilder builder, Region region, Value base, Origin origin) {
    Form form = region.form();
    if (!form.extension().isPadNode()) {
      return base;
    }
    int rank = form.axes() + 2;
    int[][] pads = WrittenConvolution.pads(form);
    long[] amounts = new long[2 * rank];
    for (int axis = 0; axis < form.axes(); axis++) {
      amounts[axis + 2] = pads[0][axis];
      amounts[rank + axis + 2] = pads[1][axis];
    }
    String name = region.exit().name() + ".padded";
    Value numbers = builder.constant(name + ".pads", Tensor.ofInts(amounts));
    Pad pad = new Pad(Pad.Mode.valueOf(form.extension().name().toUpperCase(Locale.ROOT)));
    return builder.add(pad, List.of(base, numbers), origin, name);
  }
}
