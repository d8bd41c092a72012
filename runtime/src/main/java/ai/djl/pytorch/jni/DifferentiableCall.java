package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;
import java.util.Arrays;

/**
 * Calls of a module's methods that autograd records. {@link IValueUtils} runs every method but
 * {@code forward} without gradients; the native call that can is visible in this package alone.
 */
public final class DifferentiableCall {
  private DifferentiableCall() {}

  /** What the method returns. */
  public static IValue run(PtSymbolBlock module, String method, IValue... arguments) {
    long[] handles = Arrays.stream(arguments).mapToLong(IValue::getHandle).toArray();
    long result =
        PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, true, false);
    return new IValue(result);
  }
}
