package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.List;

/**
 * How one value of a linear region follows from others: the primitive of the algebra. A step knows
 * its shape (what it makes of {@link Form}s), its constant part (what it makes of constant fields),
 * and its rows (how a row of the whole kernel is pulled back through it).
 */
sealed interface LinearStep permits WindowStep, AffineStep, SumStep, ConcatStep, RowsStep {
  /** The values it is linear in; a value may stand twice. */
  List<Value> inputs();

  /** The nodes it stands for, one but for a border fill. */
  List<Node> nodes();

  /**
   * The form of the output, where each input has the given form over one and the same base.
   *
   * @throws NotOneConvolution where the composition is not exact; the reason is a sentence for the
   *     user
   */
  Form form(List<Form> inputs, Constants constants) throws NotOneConvolution;

  /**
   * A number per output channel, from a number per channel of each input.
   *
   * @param part which of the three forward sums
   */
  double[] forward(List<double[]> inputs, Part part);

  /** What {@link #forward} sums up. */
  enum Part {
    /** The output where every input is the given constant field, inside its domain and outside. */
    VALUE,
    /** The same with every coefficient and every bias taken absolutely. */
    ABSOLUTE,
    /** How far the output can be off where the inputs are off by the given amounts. */
    DEVIATION
  }

  /** Adds to the inputs' rows what a row over the output means for them. */
  void pull(RowPart output, List<RowPart> inputs, WeightCache weights);

  /** Forward sums over a region, as the border proof needs them. */
  interface Constants {
    /** The value, per channel, where the base is zero everywhere: the bias of its form. */
    double[] bias(Value value, Value base);

    /** Per channel the sum of the absolute values of all coefficients, bias included. */
    double[] absoluteSums(Value value, Value base);
  }
}
