package io.repconv.graph.precision;

import io.repconv.graph.ElementType;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides which nodes may compute in half precision. */
final class HalfRange {
  /** The largest finite number of half precision. */
  private static final double LARGEST = 65504;

  /** From here on rounding to half precision gives infinity. */
  private static final double OVERFLOW = 65520;

  /** Room for inputs that are larger than the samples. */
  private static final double HEADROOM = 4;

  private static final int BLOCK = 1 << 16;

  /**
   * Operators whose floating inputs and outputs all have one type, half being allowed, and that
   * neither add up without weights nor exponentiate.
   */
  private static final Set<String> HALF =
      Set.of(
          "Conv",
          "ConvTranspose",
          "Gemm",
          "MatMul",
          "BatchNormalization",
          "AveragePool",
          "MaxPool",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "Resize",
          "Relu",
          "Sigmoid",
          "Tanh",
          "HardSwish",
          "HardSigmoid",
          "LeakyRelu",
          "PRelu",
          "Elu",
          "Gelu",
          "Clip",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Max",
          "Min",
          "Neg",
          "Abs");

  /** Operators that only move numbers: they have the type of what they read. */
  private static final Set<String> MOVES =
      Set.of(
          "Identity",
          "Dropout",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Concat",
          "Split",
          "Slice",
          "Expand",
          "Tile",
          "Pad",
          "Gather",
          "DepthToSpace",
          "SpaceToDepth");

  private final Map<String, Double> magnitudes;

  /**
   * @param magnitudes the largest magnitude of each value over the samples, by name
   */
  HalfRange(Map<String, Double> magnitudes) {
    this.magnitudes = magnitudes;
  }

  static boolean moves(Node node) {
    return MOVES.contains(node.op().name());
  }

  /** Why a node must compute in float32, empty where it need not. */
  Optional<String> obstacle(Node node) {
    if (!HALF.contains(node.op().name()) && !moves(node)) {
      return Optional.of(node.op().name() + " is computed in float32");
    }
    List<Value> floating =
        Stream.concat(node.inputs().stream(), node.outputs().stream())
            .filter(value -> value.element().isFloating())
            .toList();
    for (Value value : floating) {
      if (value.element() != ElementType.FLOAT) {
        return Optional.of("'%s' is %s".formatted(value.name(), value.element().text()));
      }
    }
    for (Value value : floating) {
      Optional<String> overflow = overflow(value);
      if (overflow.isPresent()) {
        return overflow;
      }
    }
    return Optional.empty();
  }

  private Optional<String> overflow(Value value) {
    Tensor constant = value.constant();
    if (constant != null) {
      double largest = largest(constant);
      return largest < OVERFLOW
          ? Optional.empty()
          : Optional.of(
              "constant '%s' reaches %s, above %.0f"
                  .formatted(value.name(), text(largest), LARGEST));
    }
    Double magnitude = magnitudes.get(value.name());
    if (magnitude == null) {
      return Optional.of("the range of '%s' is not known".formatted(value.name()));
    }
    return magnitude <= LARGEST / HEADROOM
        ? Optional.empty()
        : Optional.of(
            "'%s' reaches %s on the samples, above %.0f / %.0f"
                .formatted(value.name(), text(magnitude), LARGEST, HEADROOM));
  }

  private static String text(double magnitude) {
    return String.format(Locale.ROOT, "%.3g", magnitude);
  }

  /** The largest finite magnitude: an infinity is one in half precision too. */
  private static double largest(Tensor tensor) {
    double largest = 0;
    for (int from = 0; from < tensor.size(); from += BLOCK) {
      for (double value : tensor.doubles(from, Math.min(tensor.size(), from + BLOCK))) {
        largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
      }
    }
    return largest;
  }
}
