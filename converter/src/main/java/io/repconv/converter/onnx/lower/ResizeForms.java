package io.repconv.converter.onnx.lower;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;

/** Resize spoke of all axes before opset 18, and did not centre its images before opset 19. */
final class ResizeForms {
  private ResizeForms() {}

  static LoweredNode withoutSymmetry(LoweredNode node) {
    String transform = node.attributes().text("coordinate_transformation_mode", "half_pixel");
    if (transform.equals("half_pixel_symmetric")) {
      throw node.inexpressible("half_pixel_symmetric", 19);
    }
    return node;
  }

  static LoweredNode allAxes(LoweredNode node) {
    List<Long> axes = node.attributes().integers("axes", List.of());
    if (axes.isEmpty()) {
      return node;
    }
    Shape shape = node.input(0).shape();
    if (!shape.isRanked()) {
      throw node.inexpressible("axes of a value of unknown rank", 18);
    }
    LoweredNode older = node.without("axes");
    return node.input(3).isAbsent()
        ? older.withInput(2, scales(node, axes, shape.rank()))
        : older.withInput(3, sizes(node, axes, shape));
  }

  private static Value scales(LoweredNode node, List<Long> axes, int rank) {
    Tensor given = node.input(2).constant();
    if (given == null) {
      throw node.inexpressible("scales that are computed, of some axes", 18);
    }
    double[] all = new double[rank];
    Arrays.fill(all, 1);
    for (int i = 0; i < axes.size(); i++) {
      all[Math.floorMod(axes.get(i).intValue(), rank)] = given.doubles()[i];
    }
    return node.constant("scales", Tensor.of(ElementType.FLOAT, new long[] {rank}, all));
  }

  private static Value sizes(LoweredNode node, List<Long> axes, Shape shape) {
    List<Long> given = LoweredNode.numbers(node.input(3));
    long[] all = new long[shape.rank()];
    for (int axis = 0; axis < all.length; axis++) {
      Dim dim = shape.dim(axis);
      int place = place(axes, axis, all.length);
      if (given == null || (place < 0 && !dim.isConstant())) {
        throw node.inexpressible("sizes of some axes while others are not known", 18);
      }
      all[axis] = place < 0 ? dim.value() : given.get(place);
    }
    return node.constant("sizes", Tensor.ofInts(all));
  }

  private static int place(List<Long> axes, int axis, int rank) {
    for (int i = 0; i < axes.size(); i++) {
      if (Math.floorMod(axes.get(i).intValue(), rank) == axis) {
        return i;
      }
    }
    return -1;
  }
}
