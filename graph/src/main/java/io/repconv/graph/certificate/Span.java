package io.repconv.graph.certificate;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.WindowExtent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one output position of a graph sees of its input, an entry a spatial axis.
 *
 * @param reach how many input positions the windows span together
 * @param stride how many input positions lie between neighbouring outputs
 */
record Span(List<Long> reach, List<Long> stride) {
  static Span point(int axes) {
    return new Span(Collections.nCopies(axes, 1L), Collections.nCopies(axes, 1L));
  }

  /** The largest span of any value of the graph. */
  static Span of(Graph graph, int axes) {
    Map<Value, Span> spans = new HashMap<>();
    Span widest = point(axes);
    for (Node node : graph.nodes()) {
      Span read = point(axes);
      for (Value input : node.inputs()) {
        read = read.max(spans.getOrDefault(input, read));
      }
      Span span = WindowExtent.of(node).map(read::through).orElse(read);
      node.outputs().forEach(output -> spans.put(output, span));
      widest = widest.max(span);
    }
    return widest;
  }

  Span max(Span other) {
    return new Span(max(reach, other.reach), max(stride, other.stride));
  }

  private static List<Long> max(List<Long> a, List<Long> b) {
    List<Long> most = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      most.add(Math.max(a.get(i), b.get(i)));
    }
    return most;
  }

  private Span through(WindowExtent window) {
    List<Long> wider = new ArrayList<>(reach);
    List<Long> farther = new ArrayList<>(stride);
    for (int axis = 0; axis < Math.min(reach.size(), window.axes()); axis++) {
      wider.set(axis, reach.get(axis) + (window.kernel().get(axis) - 1) * stride.get(axis));
      farther.set(axis, stride.get(axis) * window.strides().get(axis));
    }
    return new Span(wider, farther);
  }
}
