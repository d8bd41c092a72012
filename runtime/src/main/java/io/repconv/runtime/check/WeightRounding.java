package io.repconv.runtime.check;

import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.interpret.SteppedRun;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/**
 * Weights that are off by one rounding error each, at random: what a run with them changes by is
 * what rounding may change it by.
 *
 * @param seed of the errors
 */
record WeightRounding(long seed) implements SteppedRun.Constants {
  /** Operators all of whose floating constants are weights. */
  private static final Set<String> WEIGHTED =
      Set.of(
          "Conv",
          "ConvTranspose",
          "Gemm",
          "MatMul",
          "BatchNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "GroupNormalization",
          "PRelu");

  /** More sizes than a tensor has: what is rounded must not change a shape. */
  private static final int MOST_SIZES = 8;

  /** Operators whose constants are weights where they are or meet more than a vector of sizes. */
  private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div");

  @Override
  public Tensor of(Node reader, Tensor constant) {
    if (!constant.type().isFloating() || !isWeight(reader, constant)) {
      return constant;
    }
    double unit = constant.type().unitRoundoff();
    Random random = new Random(31 * seed + reader.output().name().hashCode() + constant.size());
    double[] values = constant.doubles().clone();
    Arrays.setAll(values, i -> values[i] * (1 + unit * random.nextGaussian()));
    return Tensor.of(constant.type(), constant.dims(), values);
  }

  private static boolean isWeight(Node reader, Tensor constant) {
    String name = reader.op().name();
    return WEIGHTED.contains(name)
        || (ARITHMETIC.contains(name)
            && reader.output().shape().isRanked()
            && (reader.output().shape().rank() > 1 || constant.size() > MOST_SIZES));
  }
}
