package io.repconv.converter.onnx;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses parameters that are not numbers: whatever is computed with them is not one either, and no
 * comparison would notice. Infinities are refused in kernels only; attention masks are full of
 * them.
 */
final class FiniteParameters {
  private static final int BLOCK = 1 << 16;

  private static final Set<String> WITH_KERNELS =
      Set.of("Conv", "ConvTranspose", "Gemm", "BatchNormalization");

  /** What a tensor holds that is not a finite number; NaN counts before infinities. */
  private enum Odd {
    NOTHING,
    INFINITY,
    NAN
  }

  private final Path model;
  private final Map<Value, Odd> looked = new HashMap<>();

  FiniteParameters(Path model) {
    this.model = model;
  }

  void require(String op, List<Value> inputs, Origin reader) {
    for (Value input : inputs) {
      Tensor tensor = input.constant();
      if (tensor == null || !tensor.type().isFloating()) {
        continue;
      }
      Odd odd = looked.computeIfAbsent(input, value -> look(tensor));
      if (odd == Odd.NAN) {
        throw refused(input, "NaN", reader);
      }
      if (odd == Odd.INFINITY && WITH_KERNELS.contains(op)) {
        throw refused(input, "an infinity", reader);
      }
    }
  }

  private static Odd look(Tensor tensor) {
    if (tensor.isFinite()) {
      return Odd.NOTHING;
    }
    Odd odd = Odd.NOTHING;
    int from = 0;
    while (from < tensor.size()) {
      int to = from + Math.min(BLOCK, tensor.size() - from);
      for (double value : tensor.doubles(from, to)) {
        odd = worse(odd, value);
      }
      from = to;
    }
    return odd;
  }

  private static Odd worse(Odd odd, double value) {
    if (Double.isNaN(value)) {
      return Odd.NAN;
    }
    return Double.isInfinite(value) && odd == Odd.NOTHING ? Odd.INFINITY : odd;
  }

  private RepconvException refused(Value parameter, String what, Origin reader) {
    return RepconvException.of(ErrorCode.NOT_A_NUMBER)
        .at("%s, initializer '%s' of %s".formatted(model, parameter.name(), reader.scope()))
        .observed("it contains " + what)
        .expected("finite numbers")
        .why("Every output that depends on it would be no number.")
        .fix("Export the model from a checkpoint that did not diverge.")
        .build();
  }
}
