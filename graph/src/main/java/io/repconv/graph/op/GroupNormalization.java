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
 * Each group of channels of each sample normalised over its channels and spatial axes, then scaled
 * and shifted channel by channel. Inputs: X, scale, bias, both of one number a channel.
 */
public record GroupNormalization(int groups, double epsilon) implements Op {
  @Override
  public String name() {
    return "GroupNormalization";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("epsilon", epsilon).with("num_groups", (long) groups);
  }

  static GroupNormalization parse(Attributes attributes) {
    return new GroupNormalization(
        Math.toIntExact(attributes.integer("num_groups", 0)), attributes.real("epsilon", 1e-5));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 3);
    Normalizing.requireChannels(inputs);
    Shape shape = inputs.get(0).shape();
    Dim channels = shape.isRanked() ? shape.dim(1) : Dim.of(groups);
    if (groups < 1 || (channels.isConstant() && channels.value() % groups != 0)) {
      throw new ShapeError(channels + " channels in " + groups + " groups", "groups of equal size");
    }
    return Inputs.one(inputs.get(0).element(), shape);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    double[] y = x.doubles().clone();
    Normalizing.normalize(y, Math.toIntExact(x.dim(0) * groups), epsilon);
    Normalizing.scaleChannels(y, x.dims(), inputs.get(1).doubles(), inputs.get(2).doubles());
    return List.of(Tensor.of(x.type(), x.dims(), y));
  }
}
