package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Each channel of each sample normalised over its spatial axes, then scaled and shifted. Inputs: X,
 * scale, B, both of one number a channel.
 */
public record InstanceNormalization(double epsilon) implements Op {
  @Override
  public String name() {
    return "InstanceNormalization";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("epsilon", epsilon);
  }

  static InstanceNormalization parse(Attributes attributes) {
    return new InstanceNormalization(attributes.real("epsilon", 1e-5));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 3);
    Normalizing.requireChannels(inputs);
    return Inputs.one(inputs.get(0).element(), inputs.get(0).shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    double[] y = x.doubles().clone();
    int channels = Math.toIntExact(x.dim(1));
    Normalizing.normalize(y, Math.toIntExact(x.dim(0) * channels), epsilon);
    Normalizing.scaleChannels(y, x.dims(), inputs.get(1).doubles(), inputs.get(2).doubles());
    return List.of(Tensor.of(x.type(), x.dims(), y));
  }
}
