package io.repconv.converter.onnx;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;

/**
 * Refuses parameters that are not numbers: whatever is computed with them is not one either, and no
 * comparison would notice. Infinities are refused in kernels only; attention masks are full of
 * them.
 */
final class FiniteParameters {
  private static final int BLOCK = 1 << 16;

  private static final Set<String> WITH_KERNELS =
      Set.of("Conv", "ConvTranspose", "Gemm", "BatchNormalization");

  private final Path model;
  private final Set<Value> numbers = new HashSet<>();
  private final Set<Value> kernels = new HashSet<>();

  FiniteParameters(Path model) {
    this.model = model;
  }

  void require(String op, List<Value> inputs, Origin reader) {
    boolean kernel = WITH_KERNELS.contains(op);
    for (Value input : inputs) {
      Tensor tensor = input.constant();
      if (tensor == null || !tensor.type().isFloating()) {
        continue;
      }
      if (numbers.add(input) && contains(tensor, Double::isNaN)) {
        throw refused(input, "NaN", reader);
      }
      if (kernel && kernels.add(input) && contains(tensor, Double::isInfinite)) {
        throw refused(input, "an infinity", reader);
      }
    }
  }

  private static boolean contains(Tensor tensor, DoublePredicate test) {
    int from = 0;
    while (from < tensor.size()) {
      int to = from + Math.min(BLOCK, tensor.size() - from);
      for (double value : tensor.doubles(from, to)) {
        if (test.test(value)) {
          return true;
        }
      }
      from = to;
    }
    return false;
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
