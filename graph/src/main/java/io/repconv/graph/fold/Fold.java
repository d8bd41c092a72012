package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.fold.family.Block;
import io.repconv.graph.fold.family.Family;
import java.util.List;
import java.util.function.Supplier;

/** One linear region that became one convolution. */
public final class Fold {
  private final Origin origin;
  private final Node node;
  private final List<Step> derivation;
  private final Cost before;
  private final Cost after;
  private final double borderBound;
  private final Magnitudes magnitudes;
  private final Block block;
  private final Supplier<Graph> original;
  private final Supplier<Graph> folded;

  /**
   * @param original makes the region's graph when it is asked for
   * @param folded makes the convolution's
   */
  public Fold(
      Origin origin,
      Node node,
      List<Step> derivation,
      Cost before,
      Cost after,
      double borderBound,
      Magnitudes magnitudes,
      Block block,
      Supplier<Graph> original,
      Supplier<Graph> folded) {
    this.origin = origin;
    this.node = node;
    this.derivation = List.copyOf(derivation);
    this.before = before;
    this.after = after;
    this.borderBound = borderBound;
    this.magnitudes = magnitudes;
    this.block = block;
    this.original = original;
    this.folded = folded;
  }

  /** The places of all nodes it replaces. */
  public Origin origin() {
    return origin;
  }

  /** The convolution in the folded graph. */
  public Node node() {
    return node;
  }

  /** The steps, in the order in which they were taken. */
  public List<Step> derivation() {
    return derivation;
  }

  public Cost before() {
    return before;
  }

  public Cost after() {
    return after;
  }

  /**
   * By how much an output may differ, for inputs of any size, because a stored border fill was
   * rounded; 0 where every border is exact.
   */
  public double borderBound() {
    return borderBound;
  }

  /** The same fold, run on absolute values. */
  public Magnitudes magnitudes() {
    return magnitudes;
  }

  /** What lies on each branch of the region. */
  public Block block() {
    return block;
  }

  /** What the field calls such a block. */
  public Family family() {
    return Family.of(block);
  }

  /** The region as it was, a graph of its own with one input and one output. */
  public Graph original() {
    return original.get();
  }

  /**
   * The convolution that replaces it, a graph with the same input and output; its weights are
   * doubles.
   */
  public Graph folded() {
    return folded.get();
  }
}
