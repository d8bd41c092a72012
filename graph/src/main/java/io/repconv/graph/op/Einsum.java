package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Einstein's summation: the sum, over all labels that the output does not have, of the product of
 * the operands' elements at the labels' positions, as numpy's {@code einsum}.
 *
 * @param equation such as {@code bij,bjk->bik}, with ellipses, or without its right side
 */
public record Einsum(String equation) implements Op {
  @Override
  public String name() {
    return "Einsum";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("equation", equation);
  }

  static Einsum parse(Attributes attributes) {
    return new Einsum(attributes.text("equation", ""));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, Integer.MAX_VALUE);
    ElementType element = Inputs.sameElement(inputs);
    if (!inputs.stream().allMatch(input -> input.shape().isRanked())) {
      return Inputs.one(element, Shape.UNRANKED);
    }
    EinsumLabels labels =
        EinsumLabels.of(equation, inputs.stream().map(input -> input.shape().rank()).toList());
    Map<Character, Dim> sizes = new TreeMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      String operand = labels.operands().get(i);
      for (int axis = 0; axis < operand.length(); axis++) {
        Dim size = inputs.get(i).shape().dim(axis);
        sizes.merge(operand.charAt(axis), size, Einsum::same);
      }
    }
    List<Dim> dims = labels.output().chars().mapToObj(label -> size(sizes, (char) label)).toList();
    return Inputs.one(element, Shape.of(dims));
  }

  private static Dim size(Map<Character, Dim> sizes, char label) {
    Dim size = sizes.get(label);
    if (size == null) {
      throw new ShapeError("the output label " + label, "labels that an operand has");
    }
    return size;
  }

  private static Dim same(Dim a, Dim b) {
    if (a.isConstant() && b.isConstant() && !a.equals(b) && !a.is(1) && !b.is(1)) {
      throw new ShapeError("sizes " + a + " and " + b + " under one label", "equal sizes");
    }
    return a.is(1) || (b.isConstant() && !b.is(1)) ? b : a;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    EinsumLabels labels = EinsumLabels.of(equation, inputs.stream().map(Tensor::rank).toList());
    String loops = labels.loops();
    int[] sizes = new int[loops.length()];
    int[][] strides = new int[inputs.size()][loops.length()];
    for (int i = 0; i < strides.length; i++) {
      String operand = labels.operands().get(i);
      int stride = 1;
      for (int axis = operand.length() - 1; axis >= 0; axis--) {
        int loop = loops.indexOf(operand.charAt(axis));
        int size = (int) inputs.get(i).dim(axis);
        // A label that an operand has twice walks along its diagonal; size 1 is repeated.
        strides[i][loop] += size == 1 ? 0 : stride;
        sizes[loop] = Math.max(sizes[loop], size);
        stride *= size;
      }
    }
    long[] dims = new long[labels.output().length()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = sizes[i];
    }
    double[] y = new double[Math.toIntExact(Tensor.elements(dims))];
    double[][] operands = inputs.stream().map(Tensor::doubles).toArray(double[][]::new);
    if (inputs.stream().allMatch(input -> input.size() > 0)) {
      accumulate(operands, strides, sizes, y);
    }
    ElementType type = inputs.get(0).type();
    return List.of(
        type.isFloating()
            ? Tensor.of(type, dims, y)
            : Tensor.of(type, dims, Matrices.exactIntegers(y)));
  }

  /** The loops of the output come first, so they count through it in blocks of the summed ones. */
  private static void accumulate(double[][] operands, int[][] strides, int[] sizes, double[] y) {
    long total = 1;
    for (int size : sizes) {
      total = Math.multiplyExact(total, size);
    }
    long summed = y.length == 0 ? 1 : total / y.length;
    int[] index = new int[sizes.length];
    int[] at = new int[operands.length];
    for (long step = 0; step < total; step++) {
      double product = 1;
      for (int i = 0; i < operands.length; i++) {
        product *= operands[i][at[i]];
      }
      y[(int) (step / summed)] += product;
      for (int loop = sizes.length - 1; loop >= 0; loop--) {
        boolean wraps = ++index[loop] == sizes[loop];
        int moved = wraps ? 1 - sizes[loop] : 1;
        index[loop] = wraps ? 0 : index[loop];
        for (int i = 0; i < operands.length; i++) {
          at[i] += moved * strides[i][loop];
        }
        if (!wraps) {
          break;
        }
      }
    }
  }
}
