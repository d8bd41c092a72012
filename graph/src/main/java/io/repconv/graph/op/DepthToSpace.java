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
 * Blocks of channels laid out in space: {@code [N, C*b*b, H, W]} to {@code [N, C, H*b, W*b]}.
 *
 * @param columnRowDepth whether a block's position varies faster than the channel (CRD, PyTorch's
 *     pixel shuffle), not slower (DCR)
 */
public record DepthToSpace(int blockSize, boolean columnRowDepth) implements Op {
  @Override
  public String name() {
    return "DepthToSpace";
  }

  @Override
  public Attributes attributes() {
    Attributes attributes = Attributes.NONE.with("blocksize", (long) blockSize);
    return columnRowDepth ? attributes.with("mode", "CRD") : attributes;
  }

  static DepthToSpace parse(Attributes attributes) {
    String mode = attributes.text("mode", "DCR");
    if (!mode.equals("DCR") && !mode.equals("CRD")) {
      throw new IllegalArgumentException("mode " + mode + " is neither DCR nor CRD");
    }
    return new DepthToSpace(
        Math.toIntExact(attributes.integer("blocksize", 0)), mode.equals("CRD"));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    Inputs.requireRank(x, 4, "input");
    if (!x.shape().isRanked()) {
      return Inputs.one(x.element(), Shape.UNRANKED);
    }
    Dim channels = x.shape().dim(1);
    long square = (long) blockSize * blockSize;
    if (blockSize < 1 || (channels.isConstant() && channels.value() % square != 0)) {
      throw new ShapeError(
          channels + " channels in blocks of size " + blockSize, "a multiple of its square");
    }
    Dim depth =
        channels.dividedBy(Dim.of(square)).orElseGet(() -> Inputs.unknownSize(this, inputs, 1));
    return Inputs.one(
        x.element(),
        Shape.of(
            List.of(
                x.shape().dim(0),
                depth,
                x.shape().dim(2).times(blockSize),
                x.shape().dim(3).times(blockSize))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int b = blockSize;
    int depth = (int) x.dim(1) / (b * b);
    View blocks =
        columnRowDepth
            ? View.of(x.dims()).split(1, depth, b, b).permute(0, 1, 4, 2, 5, 3)
            : View.of(x.dims()).split(1, b, b, depth).permute(0, 3, 4, 1, 5, 2);
    return List.of(blocks.read(x, x.dim(0), depth, x.dim(2) * b, x.dim(3) * b));
  }
}
