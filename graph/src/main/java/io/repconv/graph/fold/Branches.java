package io.repconv.graph.fold;

import java.util.Arrays;

/** Parallel branches that end in one sum or concatenation. */
final class Branches {
  private Branches() {}

  /**
   * The form that has the taps of both branches. Exact only where both move with the same stride
   * over the same domain and continue the base in the same way.
   *
   * @param sameSizes whether both values are known to have the same sizes, whatever the formulas of
   *     their domains
   */
  static Form sideBySide(Form a, Form b, boolean sameSizes) throws NotOneConvolution {
    if (!Arrays.equals(a.stride(), b.stride())) {
      throw new NotOneConvolution(
          "the branches move with strides %s and %s; a sum of kernels needs one stride"
              .formatted(Arrays.toString(a.stride()), Arrays.toString(b.stride())));
    }
    if (!Arrays.equals(a.span(), b.span()) && !sameSizes) {
      throw new NotOneConvolution(
          "the branches cover different domains: their sizes agree for some inputs only");
    }
    Extension extension = a.extension().meet(b.extension());
    if (extension == null) {
      throw new NotOneConvolution(
          "one branch pads with %s, the other with %s"
              .formatted(name(a.extension()), name(b.extension())));
    }
    Offsets union = a.offsets().union(b.offsets()).orElseThrow(Branches::tooLarge);
    return new Form(
        a.base(), a.weighted() || b.weighted(), extension, a.stride(), a.span(), union, a.reach());
  }

  static NotOneConvolution tooLarge() {
    return new NotOneConvolution("the kernel would have more taps than any convolution is worth");
  }

  private static String name(Extension extension) {
    return switch (extension) {
      case UNREAD -> "nothing";
      case ZERO -> "zeros";
      case REFLECT -> "a reflection";
      case EDGE -> "its edge";
      case WRAP -> "itself";
    };
  }
}
