package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Slices of data, each chosen by a tuple of indices: the last axis of the indices. Inputs: data,
 * indices.
 *
 * @param batchDims leading axes that data and indices have in common
 */
public record GatherND(int batchDims) implements Op {
  @Override
  public String name() {
    return "GatherND";
  }

  @Override
  public Attributes attributes() {
    return batchDims == 0 ? Attributes.NONE : Attributes.NONE.with("batch_dims", (long) batchDims);
  }

  static GatherND parse(Attributes attributes) {
    return new GatherND(Math.toIntExact(attributes.integer("batch_dims", 0)));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Value data = inputs.get(0);
    Shape indices = inputs.get(1).shape();
    Inputs.requireIntegers(inputs.get(1), "indices");
    boolean known = indices.isRanked() && indices.rank() > 0 && indices.dim(-1).isConstant();
    if (!data.shape().isRanked() || !known) {
      return Inputs.one(data.element(), Shape.UNRANKED);
    }
    long tuple = indices.dim(-1).value();
    if (batchDims < 0 || batchDims >= indices.rank() || batchDims + tuple > data.shape().rank()) {
      throw new ShapeError(
          "%d batch axes and tuples of %d for data %s".formatted(batchDims, tuple, data.shape()),
          "no more than the axes of data");
    }
    List<Dim> dims = new ArrayList<>(indices.dims().subList(0, indices.rank() - 1));
    int taken = batchDims + (int) tuple;
    dims.addAll(data.shape().dims().subList(taken, data.shape().rank()));
    return Inputs.one(data.element(), Shape.of(dims));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    Tensor indices = inputs.get(1);
    int tuple = (int) indices.dim(indices.rank() - 1);
    long[] rest = Arrays.copyOfRange(data.dims(), batchDims + tuple, data.rank());
    long[] dims = Arrays.copyOf(indices.dims(), indices.rank() - 1 + rest.length);
    System.arraycopy(rest, 0, dims, indices.rank() - 1, rest.length);
    return List.of(Elements.pick(data, dims, positions(data.dims(), indices, batchDims)));
  }

  /** For each element of the slices that the tuples name its position in data. */
  static int[] positions(long[] data, Tensor indices, int batchDims) {
    long[] at = indices.longs();
    int tuple = (int) indices.dim(indices.rank() - 1);
    int block = (int) Tensor.elements(Arrays.copyOfRange(data, batchDims + tuple, data.length));
    int batches = (int) Tensor.elements(Arrays.copyOf(data, batchDims));
    int tuples = tuple == 0 ? 1 : at.length / tuple;
    int[] positions = new int[Math.multiplyExact(tuples, block)];
    for (int t = 0; t < tuples; t++) {
      int start = tuples == 0 ? 0 : (int) ((long) t * batches / tuples);
      for (int i = 0; i < tuple; i++) {
        long size = data[batchDims + i];
        start = (int) (start * size) + Elements.index(at[t * tuple + i], size);
      }
      for (int i = 0; i < block; i++) {
        positions[t * block + i] = start * block + i;
      }
    }
    return positions;
  }
}
