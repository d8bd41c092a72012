package io.repconv.graph.fold.family;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One operator on a branch.
 *
 * @param kernel spatial sizes; empty for what is neither a convolution nor a pooling, as are {@code
 *     stride} and {@code dilation}
 * @param groups of a convolution, else 1
 * @param depthwise whether every group of a convolution reads one channel, of several
 * @param mask the edge filter that each channel of a convolution is a multiple of
 */
public record Layer(
    Kind kind,
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> dilation,
    int groups,
    boolean depthwise,
    Optional<EdgeMask> mask) {

  /** What a layer does. */
  public enum Kind {
    CONVOLUTION,
    AVERAGE_POOLING,
    /** Inference-mode batch normalisation. */
    NORM,
    /** Any other number per channel that is multiplied or added. */
    SCALE,
    /** Padding by a node of its own, or a border fill. */
    BORDER,
    CROP,
    /** A range of the channels. */
    SPLIT
  }

  /** A layer without a window. */
  public static Layer of(Kind kind) {
    return new Layer(kind, List.of(), List.of(), List.of(), 1, false, Optional.empty());
  }

  /** Whether it is a convolution or a pooling. */
  public boolean isWindow() {
    return kind == Kind.CONVOLUTION || kind == Kind.AVERAGE_POOLING;
  }

  boolean isConvolution() {
    return kind == Kind.CONVOLUTION;
  }

  /** A 1x1 convolution. */
  boolean isPoint() {
    return isConvolution() && kernel.stream().allMatch(k -> k == 1);
  }

  /** A KxK convolution with K above 1, dilated or not. */
  boolean isSquare() {
    return isConvolution() && kernel.get(0) > 1 && kernel.stream().distinct().count() == 1;
  }

  /** A 1xK or Kx1 convolution. */
  boolean isBar() {
    return isConvolution() && !isPoint() && kernel.contains(1);
  }

  boolean isDilated() {
    return dilation.stream().anyMatch(d -> d > 1);
  }

  /** {@code 3x3}, {@code 5x5 /2 d2 depthwise}, {@code average 3x3}, {@code BN}. */
  @Override
  public String toString() {
    return switch (kind) {
      case CONVOLUTION -> window() + mask.map(m -> " " + m.title()).orElse("");
      case AVERAGE_POOLING -> "average " + window();
      case NORM -> "BN";
      case SCALE -> "scale";
      case BORDER -> "border";
      case CROP -> "crop";
      case SPLIT -> "split";
    };
  }

  private String window() {
    String text = sizes(kernel);
    if (stride.stream().anyMatch(s -> s != 1)) {
      text += " /" + same(stride);
    }
    if (isDilated()) {
      text += " d" + same(dilation);
    }
    return groups == 1 ? text : text + (depthwise ? " depthwise" : " g" + groups);
  }

  private static String sizes(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String same(List<Integer> numbers) {
    return numbers.stream().distinct().count() == 1
        ? String.valueOf(numbers.get(0))
        : sizes(numbers);
  }
}
