package io.repconv.runtime.check;

import io.repconv.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A few numbers by which tensors of like content are found: the Euclidean norm, and sums with
 * random signs in proportion to it. The fingerprints of two tensors are about as far from each
 * other as the tensors are, in proportion to their norm.
 */
record Fingerprint(List<Long> shape, double norm, List<Double> sums) {
  private static final int SUMS = 4;
  private static final long SEED = 11;

  /** Null of a tensor that is zero, or not finite, everywhere alike, or too small to tell. */
  static @Nullable Fingerprint of(Tensor tensor) {
    if (!tensor.type().isFloating() || tensor.size() < Channels.LEAST_ELEMENTS) {
      return null;
    }
    double[] values = tensor.doubles();
    SplittableRandom signs = new SplittableRandom(SEED);
    double squares = 0;
    double[] sums = new double[SUMS];
    boolean varies = false;
    for (double value : values) {
      squares += value * value;
      varies |= value != values[0];
      int bits = signs.nextInt();
      for (int k = 0; k < SUMS; k++) {
        sums[k] += (bits >> k & 1) == 0 ? value : -value;
      }
    }
    double norm = Math.sqrt(squares);
    List<Double> relative = Arrays.stream(sums).map(sum -> sum / norm).boxed().toList();
    List<Long> shape = LongStream.of(tensor.dims()).boxed().toList();
    return varies && norm > 0 && Double.isFinite(norm)
        ? new Fingerprint(shape, norm, relative)
        : null;
  }

  /** How far the two are from each other in proportion to the norm. */
  double distance(Fingerprint other) {
    double distance = Math.abs(norm - other.norm) / Math.max(norm, other.norm);
    for (int k = 0; k < SUMS; k++) {
      distance = Math.max(distance, Math.abs(sums.get(k) - other.sums.get(k)));
    }
    return distance;
  }
}
