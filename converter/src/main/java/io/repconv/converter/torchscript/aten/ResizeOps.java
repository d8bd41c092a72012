package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Interpolation, by size or by scale. PyTorch maps an output position to the input by the scale
 * that the program gives, or by the quotient of the sizes where it gives none, which is what ONNX's
 * Resize does with {@code scales} and {@code sizes}.
 */
final class ResizeOps {
  private ResizeOps() {}

  /**
   * upsample_linear1d, upsample_bilinear2d, upsample_trilinear3d: {@code (self, output_size,
   * align_corners, scales…)}.
   */
  static Object linear(AtenCall call) {
    Attributes mode = Attributes.NONE.with("mode", "linear");
    return resized(call, aligned(call, mode), 3);
  }

  static Object cubic(AtenCall call) {
    Attributes mode = Attributes.NONE.with("mode", "cubic").with("cubic_coeff_a", -0.75);
    return resized(call, aligned(call, mode), 3);
  }

  /**
   * upsample_nearest1d to 3d: {@code (self, output_size, scales…)}; the input position is rounded
   * down.
   */
  static Object nearest(AtenCall call) {
    Attributes mode =
        Attributes.NONE
            .with("mode", "nearest")
            .with("coordinate_transformation_mode", "asymmetric")
            .with("nearest_mode", "floor");
    return resized(call, mode, 2);
  }

  /** With pixel centres; halves are rounded up. */
  static Object nearestExact(AtenCall call) {
    Attributes mode =
        Attributes.NONE
            .with("mode", "nearest")
            .with("coordinate_transformation_mode", "half_pixel")
            .with("nearest_mode", "round_prefer_ceil");
    return resized(call, mode, 2);
  }

  private static Attributes aligned(AtenCall call, Attributes mode) {
    String coordinates = call.flag(2, "align_corners", false) ? "align_corners" : "half_pixel";
    return mode.with("coordinate_transformation_mode", coordinates);
  }

  private static Object resized(AtenCall call, Attributes mode, int scaleIndex) {
    TorchTensor x = call.tensor(0, "self");
    int axes = x.rank() - 2;
    List<Double> scales = scales(call, scaleIndex, axes);
    boolean aligned = scaleIndex == 3 && call.flag(2, "align_corners", false);
    if (call.has(1, "output_size") && (scales.isEmpty() || aligned)) {
      return call.result(bySize(call, x, mode, call.sizes(1, "output_size")));
    }
    if (scales.isEmpty()) {
      throw call.unsupported("neither a size nor a scale", "one of them");
    }
    if (aligned) {
      return call.result(bySize(call, x, mode, scaledSizes(x, scales)));
    }
    return call.result(byScale(call, x, mode, scales));
  }

  /** Either one list of scales or one scale for each axis; empty where none is given. */
  private static List<Double> scales(AtenCall call, int index, int axes) {
    List<Double> scales = new ArrayList<>();
    if (call.argument(index, "scale_factors") instanceof List<?> list) {
      for (Object scale : list) {
        scales.add(Numbers.real(java.util.Objects.requireNonNull(scale)));
      }
      return scales;
    }
    for (int axis = 0; axis < axes; axis++) {
      @Nullable Object scale = call.argument(index + axis, "scales");
      if (scale == null) {
        return List.of();
      }
      scales.add(Numbers.real(scale));
    }
    return scales;
  }

  private static List<Dim> scaledSizes(TorchTensor x, List<Double> scales) {
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < scales.size(); axis++) {
      Dim in = x.shape().dim(axis + 2);
      sizes.add(
          in.isConstant()
              ? Dim.of((long) Math.floor(in.value() * scales.get(axis)))
              : new io.repconv.converter.torchscript.value.ScaledSize(in, scales.get(axis))
                  .floor());
    }
    return sizes;
  }

  private static Value bySize(AtenCall call, TorchTensor x, Attributes mode, List<Dim> sizes) {
    if (sizes.size() != x.rank() - 2) {
      throw call.wrong("output_size", sizes.toString(), (x.rank() - 2) + " sizes");
    }
    List<Dim> all = new ArrayList<>(x.shape().dims().subList(0, 2));
    all.addAll(sizes);
    return call.emit(
        "Resize", mode, x.value(), Value.ABSENT, Value.ABSENT, call.emitter().vector(all));
  }

  private static Value byScale(AtenCall call, TorchTensor x, Attributes mode, List<Double> scales) {
    double[] all = new double[scales.size() + 2];
    all[0] = 1;
    all[1] = 1;
    for (int i = 0; i < scales.size(); i++) {
      all[i + 2] = scales.get(i);
    }
    Value factors =
        call.emitter().constant(Tensor.of(ElementType.FLOAT, new long[] {all.length}, all));
    return call.emit("Resize", mode, x.value(), Value.ABSENT, factors);
  }
}
