package io.repconv.graph.certificate;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The input sizes at which a region shows all that it does: an interior position, every border, and
 * every residue modulo its stride; never square, so that exchanged axes show; and one size smaller
 * than its reach, at which opposite borders meet.
 */
final class RegionSizes {
  private static final int MOST_RESIDUES = 8;

  private final Shape shape;
  private final int axes;
  private final Span span;

  private RegionSizes(Graph original, Graph folded) {
    this.shape = original.inputs().get(0).shape();
    this.axes = Math.max(0, shape.rank() - 2);
    this.span = Span.of(original, axes).max(Span.of(folded, axes));
  }

  /**
   * The shapes to run both graphs at, the most telling first.
   *
   * @param margin how much larger than the smallest honest sizes
   */
  static List<List<Long>> of(Graph original, Graph folded, int margin) {
    return new RegionSizes(original, folded).shapes(margin);
  }

  private List<List<Long>> shapes(int margin) {
    List<List<Long>> shapes = new ArrayList<>();
    long residues = 1;
    for (int axis = 0; axis < axes; axis++) {
      residues =
          shape.dim(axis + 2).isConstant() ? residues : Math.max(residues, span.stride().get(axis));
    }
    for (int residue = 0; residue < Math.min(residues, MOST_RESIDUES); residue++) {
      add(shapes, residue == 0 ? 2 : 1, interior(residue + margin));
    }
    List<Long> small = new ArrayList<>();
    for (long axis = 0; axis < axes; axis++) {
      small.add(axis + 1);
    }
    add(shapes, 1, small);
    return shapes;
  }

  /**
   * The smallest sizes with an interior position, whatever the padding, and some more: a window of
   * reach r at every s-th position has one in any size of at least r + s - 1.
   */
  private List<Long> interior(int more) {
    List<Long> sizes = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      long stride = span.stride().get(axis);
      long size = span.reach().get(axis) + stride - 1 + more;
      sizes.add(axis > 0 && size == sizes.get(axis - 1) ? size + stride : size);
    }
    return sizes;
  }

  private void add(List<List<Long>> shapes, long batch, List<Long> spatial) {
    List<Long> wanted = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      Dim dim = shape.dim(axis);
      long open = axis == 0 ? batch : axis == 1 ? 1 : spatial.get(axis - 2);
      wanted.add(dim.isConstant() ? dim.value() : open);
    }
    if (!shapes.contains(wanted)) {
      shapes.add(List.copyOf(wanted));
    }
  }
}
