package io.repconv.graph.fold.family;

import java.util.List;

/** What lies on a branch, norms, scales and borders aside. */
enum BranchKind {
  /** The input itself. */
  IDENTITY,
  /** 1x1. */
  POINT,
  /** KxK. */
  SQUARE,
  /** 1xK or Kx1. */
  BAR,
  /** Average pooling. */
  AVERAGE,
  /** Average pooling with a 1x1 before or behind it. */
  POINT_AVERAGE,
  /** 1x1, then KxK or 1x1. */
  POINT_SQUARE,
  /** A depthwise edge filter, also behind a 1x1. */
  EDGE,
  OTHER;

  static BranchKind of(Branch branch) {
    List<Layer> windows = branch.windows();
    if (branch.layers().stream().anyMatch(layer -> layer.kind() == Layer.Kind.SPLIT)) {
      return OTHER;
    }
    if (windows.isEmpty()) {
      return IDENTITY;
    }
    Layer first = windows.get(0);
    Layer last = windows.get(windows.size() - 1);
    if (windows.size() == 1) {
      return only(first);
    }
    if (windows.size() == 2) {
      return two(first, last);
    }
    return OTHER;
  }

  private static BranchKind only(Layer layer) {
    if (layer.mask().isPresent()) {
      return EDGE;
    }
    if (!layer.isConvolution()) {
      return AVERAGE;
    }
    return layer.isPoint() ? POINT : layer.isSquare() ? SQUARE : layer.isBar() ? BAR : OTHER;
  }

  private static BranchKind two(Layer first, Layer last) {
    if (first.isPoint() && last.isConvolution()) {
      boolean square = last.isSquare() || last.isPoint();
      return last.mask().isPresent() ? EDGE : square ? POINT_SQUARE : OTHER;
    }
    boolean pooled = first.isPoint() && !last.isConvolution();
    return pooled || (!first.isConvolution() && last.isPoint()) ? POINT_AVERAGE : OTHER;
  }
}
