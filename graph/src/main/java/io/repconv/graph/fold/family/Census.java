package io.repconv.graph.fold.family;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The branches of a block counted by their kind: what families are told by. */
final class Census {
  private final Block block;
  private final Map<BranchKind, Integer> counts = new EnumMap<>(BranchKind.class);
  private final List<Layer> convolutions = new ArrayList<>();
  private boolean subtracts;
  private boolean subtractsIdentity;

  Census(Block block) {
    this.block = block;
    for (Branch branch : block.branches()) {
      BranchKind kind = BranchKind.of(branch);
      counts.merge(kind, 1, Integer::sum);
      branch.windows().stream().filter(Layer::isConvolution).forEach(convolutions::add);
      subtracts |= branch.subtracted();
      subtractsIdentity |= branch.subtracted() && kind == BranchKind.IDENTITY;
    }
  }

  int count(BranchKind kind) {
    return counts.getOrDefault(kind, 0);
  }

  boolean has(BranchKind kind) {
    return count(kind) > 0;
  }

  /** Whether branches, of these kinds alone, are added and none is subtracted. */
  boolean adds(BranchKind first, BranchKind... more) {
    return !subtracts && joins(first, more);
  }

  /** As {@link #adds}, where some may be subtracted. */
  boolean joins(BranchKind first, BranchKind... more) {
    Set<BranchKind> allowed = EnumSet.of(first, more);
    return block.join() == Block.Join.SUM
        && block.isBare()
        && block.branches().stream().map(Branch::stride).distinct().count() == 1
        && allowed.containsAll(counts.keySet());
  }

  boolean subtractsIdentity() {
    return subtractsIdentity;
  }

  boolean concatenates() {
    return block.join() == Block.Join.CONCATENATION
        && block.isBare()
        && block.branches().stream()
            .flatMap(branch -> branch.layers().stream())
            .noneMatch(layer -> layer.kind() == Layer.Kind.SPLIT);
  }

  /** Convolutions and poolings where nothing is joined, -1 elsewhere. */
  int sequence() {
    return block.join() == Block.Join.NONE && block.branches().size() == 1
        ? block.branches().get(0).windows().size()
        : -1;
  }

  /** The convolutions of all branches. */
  List<Layer> convolutions() {
    return convolutions;
  }

  List<Layer> squares() {
    return convolutions.stream().filter(Layer::isSquare).toList();
  }

  boolean isDepthwise() {
    return convolutions.stream().allMatch(Layer::depthwise);
  }

  /** How many kernels of different sizes or dilations the KxK convolutions have. */
  long squareForms() {
    return squares().stream().map(l -> List.of(l.kernel(), l.dilation())).distinct().count();
  }

  /** Whether KxK of one form stand beside one 1x1, or several of them beside the input. */
  boolean repeatsOneSquare() {
    return squareForms() == 1
        && (count(BranchKind.POINT) == 1
            || (count(BranchKind.POINT) == 0
                && count(BranchKind.SQUARE) > 1
                && has(BranchKind.IDENTITY)));
  }

  boolean hasBarsOfBothAxes() {
    return convolutions.stream().filter(Layer::isBar).map(Layer::kernel).distinct().count() > 1;
  }

  /** Whether every KxK that is dilated lies within one that is not. */
  boolean dilatedWithinUndilated() {
    int largest = 0;
    int farthest = 0;
    for (Layer square : squares()) {
      int kernel = square.kernel().get(0);
      int extent = square.dilation().stream().mapToInt(d -> d * (kernel - 1) + 1).max().orElse(0);
      if (square.isDilated()) {
        farthest = Math.max(farthest, extent);
      } else {
        largest = Math.max(largest, kernel);
      }
    }
    return farthest > 0 && farthest <= largest;
  }
}
