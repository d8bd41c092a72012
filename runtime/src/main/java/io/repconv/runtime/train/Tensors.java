package io.repconv.runtime.train;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.repconv.runtime.train.data.Batch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Batches in libtorch's memory. */
final class Tensors {
  private Tensors() {}

  /** Images of shape {@code [size, channels, height, width]}. */
  static PtNDArray images(Batch batch, PtNDManager memory) {
    ByteBuffer bytes = direct(batch.images().length, Float.BYTES);
    bytes.asFloatBuffer().put(batch.images());
    return memory.create(
        bytes,
        new Shape(batch.size(), batch.channels(), batch.height(), batch.width()),
        DataType.FLOAT32);
  }

  /** Classes of shape {@code [size]} or {@code [size, height, width]}. */
  static PtNDArray targets(Batch batch, PtNDManager memory) {
    int[] targets = batch.targets();
    ByteBuffer bytes = direct(targets.length, Long.BYTES);
    for (int target : targets) {
      bytes.putLong(target);
    }
    Shape shape =
        targets.length == batch.size()
            ? new Shape(batch.size())
            : new Shape(batch.size(), batch.height(), batch.width());
    return memory.create(bytes.flip(), shape, DataType.INT64);
  }

  private static ByteBuffer direct(int count, int width) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, width))
        .order(ByteOrder.nativeOrder());
  }
}
