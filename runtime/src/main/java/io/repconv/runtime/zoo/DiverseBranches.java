package io.repconv.runtime.zoo;

import static io.repconv.runtime.zoo.Block.convNorm;
import static io.repconv.runtime.zoo.Block.keepsShape;
import static io.repconv.runtime.zoo.Block.point;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.zoo.Parameter.Role;
import java.util.Arrays;

/**
 * The branches of a diverse branch block (Ding et al. 2021, arXiv:2103.13425, section 3.3) under
 * the names of its authors' program.
 *
 * <p>Sequences pad between their two parts, with what the first makes of zero, so that the whole is
 * one convolution up to its border. A block on single channels has no 1x1 beside the kernel or
 * before the average, and twice as many channels between 1x1 and kernel, as its authors' has.
 */
final class DiverseBranches {
  private final Scope scope;
  private final Value x;
  private final Convolution c;
  private final int inputs;
  private final boolean depthwise;

  DiverseBranches(Scope scope, Value x, Convolution c) {
    this.scope = scope;
    this.x = x;
    this.c = c;
    this.inputs = Math.toIntExact(Scope.channels(x));
    this.depthwise = c.groups() == inputs && c.groups() == c.outputs();
  }

  Value sum(boolean average, boolean identity) {
    Value sum = convNorm(scope.in("dbb_origin"), x, c);
    if (!depthwise) {
      sum = scope.add(sum, convNorm(scope.in("dbb_1x1"), x, point(c)));
    }
    if (average) {
      sum = scope.add(sum, average(scope.in("dbb_avg")));
    }
    sum = scope.add(sum, sequence(scope.in("dbb_1x1_kxk")));
    return identity && keepsShape(x, c) ? scope.add(sum, scope.norm("dbb_identity", x)) : sum;
  }

  /** Positions that a padding of the whole kernel adds. */
  private int border() {
    return c.paddingHeight();
  }

  private Value average(Scope branch) {
    Value y = x;
    int padding = border();
    if (!depthwise) {
      y = branch.conv("conv", x, point(c).stride(1));
      y = branch.in("bn").borderedNorm("bn", y, padding);
      padding = 0;
    }
    return branch.norm("avgbn", mean(branch, y, padding));
  }

  /** The mean under the kernel: pooling, or where it is dilated a kernel of 1/k^2 a channel. */
  private Value mean(Scope branch, Value y, int padding) {
    int kernel = c.kernelHeight();
    if (c.dilation() == 1) {
      return branch.in("avg").averagePool(y, kernel, c.stride(), padding);
    }
    int channels = Math.toIntExact(Scope.channels(y));
    double[] shares = new double[channels * kernel * kernel];
    Arrays.fill(shares, 1.0 / (kernel * kernel));
    Tensor weight = Tensor.of(ElementType.FLOAT, new long[] {channels, 1, kernel, kernel}, shares);
    Convolution each = c.outputs(channels).groups(channels).padding(padding);
    return branch.conv("avg", y, branch.in("avg").nodes().constant(weight), each);
  }

  private Value sequence(Scope branch) {
    int between = depthwise ? 2 * inputs : inputs;
    Convolution first = point(c).stride(1).outputs(between);
    Value y = depthwise ? branch.conv("conv1", x, first) : nearIdentity(branch, first);
    y = branch.in("bn1").borderedNorm("bn", y, border());
    return branch.norm("bn2", branch.conv("conv2", y, c.padding(0)));
  }

  /** A 1x1 whose weight is the identity plus what is learned, which starts at zero. */
  private Value nearIdentity(Scope branch, Convolution first) {
    int width = inputs / c.groups();
    double[] ones = new double[inputs * width];
    for (int i = 0; i < inputs; i++) {
      ones[i * width + i % width] = 1;
    }
    long[] dims = {inputs, width, 1, 1};
    Value learned = branch.parameter("idconv1", "weight", Role.WEIGHT, Initial.ZEROS, width, dims);
    Value identity =
        branch.in("idconv1").nodes().constant(Tensor.of(ElementType.FLOAT, dims, ones));
    Value weight = branch.in("idconv1").add(learned, identity);
    return branch.conv("idconv1", x, weight, first);
  }
}
