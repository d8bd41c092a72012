package io.repconv.runtime.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.repconv.runtime.torch.TorchScript;

/**
 * A loss function in libtorch.
 *
 * <p>A network's loss is that of its output plus 0.4 times that of each auxiliary output (Zhao et
 * al. 2017, "Pyramid Scene Parsing Network", section 3.3).
 */
final class Loss implements AutoCloseable {
  private static final float AUXILIARY_WEIGHT = 0.4f;

  private final LossFunction function;
  private final long ignored;
  private final TorchScript script;

  /**
   * A loss.
   *
   * @param ignored the class of elements that count for nothing
   */
  Loss(LossFunction function, long ignored, PtNDManager memory) {
    this.function = function;
    this.ignored = ignored;
    this.script = TorchScript.compile(memory, ScriptResource.text("losses.py"));
  }

  /** The loss of a network's outputs, a scalar with a gradient. */
  PtNDArray of(Iterable<PtNDArray> outputs, PtNDArray targets, PtNDManager memory) {
    PtNDArray total = null;
    for (PtNDArray output : outputs) {
      PtNDArray one = of(output, targets, memory);
      total = total == null ? one : total.add(one.mul(AUXILIARY_WEIGHT));
    }
    if (total == null) {
      throw new IllegalArgumentException("no output");
    }
    return total;
  }

  private PtNDArray of(PtNDArray logits, PtNDArray targets, PtNDManager memory) {
    try (IValue x = IValue.from(logits);
        IValue t = IValue.from(targets);
        IValue index = IValue.from(ignored);
        IValue loss = script.record(function.method(), x, t, index)) {
      return loss.toTensor(memory);
    }
  }

  /** The decay of the kernels that RepVGG's blocks amount to, before its factor. */
  PtNDArray equivalentKernels(EquivalentKernels kernels, PtNDManager memory) {
    IValue[] lists = kernels.lists();
    try (IValue decay = script.record("equivalent_kernels", lists)) {
      return decay.toTensor(memory);
    } finally {
      for (IValue list : lists) {
        list.close();
      }
    }
  }

  @Override
  public void close() {
    script.close();
  }
}
