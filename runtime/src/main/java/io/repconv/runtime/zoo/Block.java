package io.repconv.runtime.zoo;

import io.repconv.graph.Value;

/**
 * What can stand where a convolution and its normalization stand, and folds to one convolution.
 * Every branch ends in the network's normalization; [k] is a convolution with the block's kernel,
 * stride, groups and dilation. {@code identity} is a normalization alone, and is there where the
 * block keeps its shape: stride 1, as many outputs as inputs.
 */
public enum Block {
  /** [k]: parameters {@code conv}, {@code bn}. */
  CONV {
    @Override
    Value branches(Scope scope, Value x, Convolution c) {
      return scope.norm("bn", scope.conv("conv", x, c));
    }
  },

  /** [k x k] + [1 x k] + [k x 1] (Ding et al. 2019, "ACNet", arXiv:1908.03930). */
  ACB {
    @Override
    Value branches(Scope scope, Value x, Convolution c) {
      Convolution tall = c.kernel(c.kernelHeight(), 1).padding(c.paddingHeight(), 0);
      Convolution wide = c.kernel(1, c.kernelWidth()).padding(0, c.paddingWidth());
      Value square = scope.norm("square_bn", scope.conv("square_conv", x, c));
      Value vertical = scope.norm("ver_bn", scope.conv("ver_conv", x, tall));
      Value horizontal = scope.norm("hor_bn", scope.conv("hor_conv", x, wide));
      return scope.add(scope.add(square, vertical), horizontal);
    }
  },

  /** [k] + [1] + [1][avg] + [1][k] (Ding et al. 2021, "Diverse Branch Block", arXiv:2103.13425). */
  DBB {
    @Override
    Value branches(Scope scope, Value x, Convolution c) {
      return new DiverseBranches(scope, x, c).sum(true, false);
    }
  },

  /** [k] + [1] + [1][k]. */
  DBB2 {
    @Override
    Value branches(Scope scope, Value x, Convolution c) {
      return new DiverseBranches(scope, x, c).sum(false, false);
    }
  },

  /** [k] + [1] + [1][k] + identity. */
  DBB3 {
    @Override
    Value branches(Scope scope, Value x, Convolution c) {
      return new DiverseBranches(scope, x, c).sum(false, true);
    }
  },

  /** [k] + [1] + [1][avg] + [1][k] + identity. */
  DBB4 {
    @Override
    Value branches(Scope scope, Value x, Convolution c) {
      return new DiverseBranches(scope, x, c).sum(true, true);
    }
  },

  /** [k] + [1] + identity (Ding et al. 2021, "RepVGG", arXiv:2101.03697). */
  REPVGG {
    @Override
    Value branches(Scope scope, Value x, Convolution c) {
      Value dense = convNorm(scope.in("rbr_dense"), x, c);
      Value sum = scope.add(dense, convNorm(scope.in("rbr_1x1"), x, point(c)));
      return keepsShape(x, c) ? scope.add(sum, scope.norm("rbr_identity", x)) : sum;
    }
  },

  /** Four times [k], [1] and identity (Vasu et al. 2022, "MobileOne", arXiv:2206.04040). */
  MOBILEONE {
    @Override
    Value branches(Scope scope, Value x, Convolution c) {
      return mobileOne(scope, x, c, 4);
    }
  };

  /**
   * The block's output before any activation, {@code [N, outputs, H', W']}.
   *
   * @param scope what its parameters' names begin with
   * @param c the convolution that the block folds to; a bias is the normalizations'
   * @throws IllegalArgumentException where the block does not fit the convolution
   */
  public final Value apply(Scope scope, Value x, Convolution c) {
    if (!fits(c)) {
      throw new IllegalArgumentException(name() + " where the convolution does not keep the size");
    }
    return branches(scope, x, c.withoutBias());
  }

  /**
   * Whether the block can stand for a convolution: all but {@link #CONV} need a square kernel of
   * odd size above 1 and the padding that keeps the size at stride 1, so that the smaller kernels
   * have their centre on its centre.
   */
  public final boolean fits(Convolution c) {
    int kernel = c.kernelHeight();
    int border = c.dilation() * (kernel - 1) / 2;
    boolean centred =
        c.kernelWidth() == kernel
            && kernel % 2 == 1
            && c.paddingHeight() == border
            && c.paddingWidth() == border;
    return this == CONV || (centred && kernel > 1);
  }

  abstract Value branches(Scope scope, Value x, Convolution c);

  /** As {@link #MOBILEONE} with any number of kernels; a 1x1 has no further scale branch. */
  static Value mobileOne(Scope scope, Value x, Convolution c, int kernels) {
    Value sum = convNorm(scope.in("rbr_conv").in(0), x, c);
    for (int i = 1; i < kernels; i++) {
      sum = scope.add(sum, convNorm(scope.in("rbr_conv").in(i), x, c));
    }
    if (c.kernelHeight() > 1) {
      sum = scope.add(sum, convNorm(scope.in("rbr_scale"), x, point(c)));
    }
    return keepsShape(x, c) ? scope.add(sum, scope.norm("rbr_skip", x)) : sum;
  }

  static Value convNorm(Scope scope, Value x, Convolution c) {
    return scope.norm("bn", scope.conv("conv", x, c));
  }

  /** The 1x1 at the centre of a kernel. */
  static Convolution point(Convolution c) {
    return c.kernel(1, 1).padding(0).dilation(1);
  }

  static boolean keepsShape(Value x, Convolution c) {
    return c.stride() == 1 && Scope.channels(x) == c.outputs();
  }
}
