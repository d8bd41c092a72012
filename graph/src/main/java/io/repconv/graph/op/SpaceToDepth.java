package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Blocks of space laid out as channels: {@code [N, C, H*b, W*b]} to {@code [N, b*b*C, H, W]}, the
 * channel varying fastest.
 */
public record SpaceToDepth(int blockSize) implements Op {
  @Override
  public String name() {
    return "SpaceToDepth";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("blocksize", (long) blockSize);
  }

  static SpaceToDepth parse(Attributes attributes) {
    return new SpaceToDepth(Math.toIntExact(attributes.integer("blocksize", 0)));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    Inputs.requireRank(x, 4, "input");
    if (blockSize < 1) {
      throw new ShapeError("blocks of size " + blockSize, "a positive size");
    }
    if (!x.shape().isRanked()) {
      return Inputs.one(x.element(), Shape.UNRANKED);
    }
    return Inputs.one(
        x.element(),
        Shape.of(
            List.of(
                x.shape().dim(0),
                x.shape().dim(1).times((long) blockSize * blockSize),
                blocks(x.shape().dim(2)),
                blocks(x.shape().dim(3)))));
  }

  private Dim blocks(Dim size) {
    if (size.isConstant() && size.value() % blockSize != 0) {
      throw new ShapeError("a size of " + size + " in blocks of " + blockSize, "a multiple");
    }
    return size.floorDiv(blockSize);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int b = blockSize;
    int rows = (int) x.dim(2) / b;
    int columns = (int) x.dim(3) / b;
    View blocks =
        View.of(x.dims()).split(3, columns, b).split(2, rows, b).permute(0, 3, 5, 1, 2, 4);
    return List.of(blocks.read(x, x.dim(0), x.dim(1) * b * b, rows, columns));
  }
}
