package io.repconv.runtime.ort;

import io.repconv.runtime.Device;

/**
 * How ONNX Runtime executes a model.
 *
 * @param optimized whether it may rewrite the graph first; without, it runs the nodes of the file
 * @param threads threads within an operator, 0 for one a core
 * @param tf32 whether a CUDA device may round the factors of float32 products to 11 bits, as its
 *     tensor cores do
 */
public record OrtOptions(boolean optimized, int threads, Device device, boolean tf32) {
  /** The nodes as the file has them: what a model means. */
  public static final OrtOptions PLAIN = new OrtOptions(false, 0, Device.CPU, false);

  /** Every optimisation, as in deployment. */
  public static final OrtOptions OPTIMIZED = new OrtOptions(true, 0, Device.CPU, false);

  public OrtOptions on(Device other) {
    return new OrtOptions(optimized, threads, other, tf32);
  }

  public OrtOptions withThreads(int count) {
    return new OrtOptions(optimized, count, device, tf32);
  }

  public OrtOptions withTf32() {
    return new OrtOptions(optimized, threads, device, true);
  }
}
