package io.repconv.runtime.zoo;

import io.repconv.graph.ElementType;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.BatchNormalization;
import io.repconv.runtime.zoo.Parameter.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Networks as they are after training: no parameter is what it started with, and statistics are
 * about those of what they normalize, so that no layer's share in the output fades.
 */
final class Randomized {
  private static final int SIZE = 48;

  private final Random random;
  private final Map<Value, Tensor> tensors = new HashMap<>();

  private Randomized(long seed) {
    random = new Random(seed);
  }

  static Network of(Network network, long seed) {
    Randomized randomized = new Randomized(seed);
    network.parameters().forEach(randomized::fill);
    randomized.run(network);
    Map<String, Tensor> byName = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      byName.put(parameter.name(), randomized.tensor(parameter.value()));
    }
    return network.with(byName);
  }

  private void fill(Parameter parameter) {
    long[] dims = parameter.value().shape().sizes();
    double[] values = new double[Math.toIntExact(Tensor.elements(dims))];
    double scale = parameter.role() == Role.WEIGHT ? Math.sqrt(2.0 / Initial.fanIn(dims)) : 0.3;
    for (int i = 0; i < values.length; i++) {
      values[i] = parameter.role() == Role.NORM_WEIGHT ? around(1) : scale * random.nextGaussian();
    }
    put(parameter.value(), values);
  }

  private double around(double positive) {
    return positive * (0.5 + random.nextDouble());
  }

  private void put(Value value, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    tensors.put(value, Tensor.of(ElementType.FLOAT, value.shape().sizes(), values));
  }

  private void run(Network network) {
    Value input = network.graph().inputs().get(0);
    long[] image = {2, Scope.channels(input), SIZE, SIZE};
    tensors.put(input, Forward.image(image));
    for (Node node : network.graph().nodes()) {
      if (node.op() instanceof BatchNormalization) {
        measure(node);
      }
      List<Tensor> inputs = new ArrayList<>();
      node.inputs().forEach(value -> inputs.add(tensor(value)));
      List<Tensor> outputs = node.op().evaluate(inputs);
      for (int i = 0; i < outputs.size(); i++) {
        tensors.put(node.outputs().get(i), outputs.get(i));
      }
    }
  }

  private Tensor tensor(Value value) {
    Tensor known = tensors.getOrDefault(value, value.constant());
    return known == null ? Tensor.absent() : known;
  }

  private void measure(Node norm) {
    Tensor x = tensor(norm.input(0));
    int channels = (int) x.dim(1);
    int plane = x.size() / Math.toIntExact(x.dim(0) * channels);
    double[] mean = new double[channels];
    double[] variance = new double[channels];
    double share = (double) channels / x.size();
    for (int i = 0; i < x.size(); i++) {
      int c = i / plane % channels;
      mean[c] += x.doubles()[i] * share;
      variance[c] += x.doubles()[i] * x.doubles()[i] * share;
    }
    for (int c = 0; c < channels; c++) {
      double spread = Math.max(0.1, variance[c] - mean[c] * mean[c]);
      mean[c] += 0.3 * Math.sqrt(spread) * random.nextGaussian();
      variance[c] = around(spread);
    }
    put(norm.input(3), mean);
    put(norm.input(4), variance);
  }
}
