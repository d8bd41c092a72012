package io.repconv.graph.interpret;

import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import java.util.List;

/** Runs one operator on inputs that its shape inference has accepted. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * The operator's outputs.
   *
   * @throws ShapeError where it cannot take what the tensors hold, which shapes do not tell: an
   *     axis that is not there, a parameter without elements, a result too large to be held
   * @throws UnsupportedOperationException where it is not modelled
   */
  public static List<Tensor> of(Op op, List<Tensor> inputs) {
    try {
      return op.evaluate(inputs);
    } catch (ArithmeticException | NegativeArraySizeException tooLarge) {
      throw new ShapeError(
          "a result of inputs " + inputs + " beyond 2^31 - 1 elements", "a smaller one");
    } catch (IndexOutOfBoundsException | IllegalStateException | IllegalArgumentException misfit) {
      throw new ShapeError(
          "inputs " + inputs + " (" + misfit.getMessage() + ")", "what " + op.name() + " can take");
    }
  }
}
