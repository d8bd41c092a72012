package io.repconv.graph.fold.family;

import static io.repconv.graph.fold.family.BranchKind.AVERAGE;
import static io.repconv.graph.fold.family.BranchKind.BAR;
import static io.repconv.graph.fold.family.BranchKind.EDGE;
import static io.repconv.graph.fold.family.BranchKind.IDENTITY;
import static io.repconv.graph.fold.family.BranchKind.POINT;
import static io.repconv.graph.fold.family.BranchKind.POINT_AVERAGE;
import static io.repconv.graph.fold.family.BranchKind.POINT_SQUARE;
import static io.repconv.graph.fold.family.BranchKind.SQUARE;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What the field calls a linear region. The first whose test holds is taken; norms, scales and
 * borders decide nothing, since an exporter may have folded them. {@code docs/guide/families.md}
 * has the papers.
 */
public enum Family {
  /** Depthwise edge filters with learned scales, each behind a 1x1. */
  EDGE_BLOCK(
      "edge block",
      census -> census.adds(EDGE, SQUARE, POINT_SQUARE, POINT, IDENTITY) && census.has(EDGE)),

  /** x + scale * (mixer(x) - norm(x)). */
  REP_MIXER(
      "RepMixer",
      census ->
          census.joins(SQUARE, POINT, IDENTITY)
              && census.has(SQUARE)
              && census.subtractsIdentity()
              && census.isDepthwise()),

  /** KxK beside a 1x1 then KxK, or beside a 1x1 with average pooling. */
  DBB(
      "DBB",
      census ->
          census.adds(SQUARE, POINT, POINT_SQUARE, POINT_AVERAGE, AVERAGE, IDENTITY)
              && (census.has(POINT_SQUARE) || census.has(POINT_AVERAGE))),

  /** A convolution beside average pooling. */
  AVERAGE_BRANCH(
      "average branch",
      census ->
          census.adds(SQUARE, POINT, AVERAGE, IDENTITY)
              && census.has(AVERAGE)
              && !census.convolutions().isEmpty()),

  /** KxK beside 1xK and Kx1. */
  ACB(
      "ACB",
      census ->
          census.adds(SQUARE, BAR, IDENTITY)
              && census.count(SQUARE) == 1
              && census.hasBarsOfBothAxes()),

  /** A depthwise KxK beside dilated smaller ones. */
  DILATED_REPARAM(
      "dilated reparam",
      census ->
          census.adds(SQUARE, POINT, IDENTITY)
              && census.isDepthwise()
              && census.dilatedWithinUndilated()),

  /** A depthwise KxK beside a smaller one, none dilated. */
  LARGE_KERNEL(
      "large-kernel",
      census ->
          census.adds(SQUARE, POINT, IDENTITY)
              && census.isDepthwise()
              && census.squareForms() > 1
              && census.squares().stream().noneMatch(Layer::isDilated)),

  /** One KxK and one 1x1, not depthwise, the input beside them where it fits. */
  REPVGG(
      "RepVGG",
      census ->
          census.adds(SQUARE, POINT, IDENTITY)
              && census.count(SQUARE) == 1
              && census.count(POINT) == 1
              && !census.isDepthwise()),

  /** KxK of one form, several or depthwise, beside one 1x1 or the input; or 1x1 alone. */
  MOBILEONE(
      "MobileOne",
      census ->
          census.adds(SQUARE, POINT, IDENTITY)
              && (census.has(SQUARE) ? census.repeatsOneSquare() : census.has(POINT))),

  /** One KxK beside the input. */
  CONV_IDENTITY(
      "conv beside identity", census -> census.adds(SQUARE, IDENTITY) && census.count(SQUARE) == 1),

  /** Branches that are concatenated. */
  INCEPTION("Inception", Census::concatenates),

  /** One convolution, with norms, scales and borders. */
  CONV_BN("Conv-BN", census -> census.sequence() == 1 && census.convolutions().size() == 1),

  /** Convolutions and poolings in sequence. */
  SEQUENCE("linear sequence", census -> census.sequence() > 0),

  LINEAR_REGION("linear region", census -> true);

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // the tests hold no state
  private final Predicate<Census> test;

  Family(String title, Predicate<Census> test) {
    this.title = title;
    this.test = test;
  }

  public static Family of(Block block) {
    Census census = new Census(block);
    return Arrays.stream(values()).filter(f -> f.test.test(census)).findFirst().orElseThrow();
  }

  /** The name in prose. */
  public String title() {
    return title;
  }

  /** {@code dilated-reparam}: the name in data. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
