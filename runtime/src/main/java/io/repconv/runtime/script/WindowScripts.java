package io.repconv.runtime.script;

import static io.repconv.runtime.script.Call.flag;
import static io.repconv.runtime.script.Call.list;

import io.repconv.graph.Tensor;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.ConvTranspose;
import io.repconv.graph.op.MaxPool;
import io.repconv.graph.op.Resize;
import io.repconv.graph.op.Window;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Convolutions, poolings and interpolation. */
final class WindowScripts {
  static final Map<String, Lowering> OPERATORS =
      Map.of(
          "Conv", WindowScripts::conv,
          "ConvTranspose", WindowScripts::convTranspose,
          "MaxPool", WindowScripts::maxPool,
          "AveragePool", WindowScripts::averagePool,
          "GlobalAveragePool", call -> global(call, "mean", ""),
          "GlobalMaxPool", call -> global(call, "amax", ""),
          "Resize", WindowScripts::resize);

  /** The largest finite float: padding that is never the largest, but one without infinities. */
  private static final String LEAST = "-3.4028234663852886e+38";

  private WindowScripts() {}

  private static String padded(String x, Pads pads, String value) {
    return "torch.constant_pad_nd(%s, %s, %s)".formatted(x, pads.fromLast(), value);
  }

  private static String zeros(int axes) {
    return list(new long[axes]);
  }

  private static String conv(Call call) {
    Conv conv = call.op(Conv.class);
    int axes = call.spatialAxes();
    Window window = conv.window().forAxes(axes);
    Pads pads = Pads.of(call, window, Conv.kernel(call.input(1).shape()));
    String x = pads.isSymmetric() ? call.argument(0) : padded(call.argument(0), pads, "0");
    return "torch.convolution(%s, %s, %s, %s, %s, %s, False, %s, %d)"
        .formatted(
            x,
            call.argument(1),
            call.optional(2),
            list(window.strides()),
            pads.isSymmetric() ? list(pads.begin()) : zeros(axes),
            list(window.dilations()),
            zeros(axes),
            conv.group());
  }

  private static String convTranspose(Call call) {
    ConvTranspose op = call.op(ConvTranspose.class);
    int axes = call.spatialAxes();
    Window window = op.window().forAxes(axes);
    boolean plain =
        op.outputShape().isEmpty()
            && window.autoPad() == Window.AutoPad.NOTSET
            && window.padsBegin().equals(window.padsEnd());
    if (!plain) {
      throw call.unsupported("a transposed convolution with unequal pads or a given output shape");
    }
    List<Integer> padding =
        op.outputPadding().isEmpty() ? Collections.nCopies(axes, 0) : op.outputPadding();
    return "torch.convolution(%s, %s, %s, %s, %s, %s, True, %s, %d)"
        .formatted(
            call.argument(0),
            call.argument(1),
            call.optional(2),
            list(window.strides()),
            list(window.padsBegin()),
            list(window.dilations()),
            list(padding),
            op.group());
  }

  private static String maxPool(Call call) {
    MaxPool pool = call.op(MaxPool.class);
    int axes = pool.kernel().size();
    Window window = pool.window().forAxes(axes);
    Pads pads = Pads.of(call, window, pool.kernel());
    boolean inside = pads.isSymmetric() && fitsTorch(pads, pool.kernel());
    if (!inside && pool.ceilMode()) {
      throw call.unsupported("a max pooling with ceil_mode and unequal pads");
    }
    return "torch.max_pool%dd(%s, %s, %s, %s, %s, %s)"
        .formatted(
            axes,
            inside ? call.argument(0) : padded(call.argument(0), pads, LEAST),
            list(pool.kernel()),
            list(window.strides()),
            inside ? list(pads.begin()) : zeros(axes),
            list(window.dilations()),
            flag(pool.ceilMode()));
  }

  /** torch pads by half a kernel at most. */
  private static boolean fitsTorch(Pads pads, List<Integer> kernel) {
    return IntStream.range(0, kernel.size())
        .allMatch(i -> 2 * pads.begin().get(i) <= kernel.get(i));
  }

  private static String averagePool(Call call) {
    AveragePool pool = call.op(AveragePool.class);
    int axes = pool.kernel().size();
    Window window = pool.window().forAxes(axes);
    if (window.dilations().stream().anyMatch(dilation -> dilation != 1)) {
      throw call.unsupported("a dilated average pooling");
    }
    Pads pads = Pads.of(call, window, pool.kernel());
    boolean inside = pads.isSymmetric() && fitsTorch(pads, pool.kernel());
    if (!inside && (pool.ceilMode() || !pool.countIncludePad())) {
      throw call.unsupported("an average pooling with unequal pads that do not count");
    }
    return "torch.avg_pool%dd(%s, %s, %s, %s, %s, %s)"
        .formatted(
            axes,
            inside ? call.argument(0) : padded(call.argument(0), pads, "0"),
            list(pool.kernel()),
            list(window.strides()),
            inside ? list(pads.begin()) : zeros(axes),
            flag(pool.ceilMode()),
            flag(pool.countIncludePad()));
  }

  private static String global(Call call, String reduction, String rest) {
    long[] axes = IntStream.range(2, call.rank(0)).asLongStream().toArray();
    return "torch.%s(%s, %s, True%s)".formatted(reduction, call.argument(0), list(axes), rest);
  }

  private static String resize(Call call) {
    Resize resize = call.op(Resize.class);
    long[] in = call.sizes(0);
    long[] out = call.outputSizes();
    int axes = call.spatialAxes();
    boolean spatial = axes >= 1 && in[0] == out[0] && in[1] == out[1];
    // Scales that are not the quotient of the sizes move the positions.
    boolean bySize = !call.has(2) || scalesAreQuotients(call, in, out);
    if (!spatial || !(bySize || resize.transform() == Resize.Transform.ALIGN_CORNERS)) {
      throw call.unsupported("an interpolation of batch or channels, or by a fractional scale");
    }
    String size = list(Arrays.copyOfRange(out, 2, out.length));
    String x = call.argument(0);
    boolean aligned = resize.transform() == Resize.Transform.ALIGN_CORNERS;
    boolean centred =
        resize.transform() == Resize.Transform.HALF_PIXEL
            || resize.transform() == Resize.Transform.PYTORCH_HALF_PIXEL;
    if (resize.mode() == Resize.Mode.LINEAR && (aligned || centred)) {
      String kind = List.of("linear1d", "bilinear2d", "trilinear3d").get(axes - 1);
      return "torch.upsample_%s(%s, %s, %s)".formatted(kind, x, size, flag(aligned));
    }
    if (resize.mode() == Resize.Mode.CUBIC
        && axes == 2
        && resize.cubicCoefficient() == -0.75
        && !resize.excludeOutside()
        && (aligned || centred)) {
      return "torch.upsample_bicubic2d(%s, %s, %s)".formatted(x, size, flag(aligned));
    }
    if (resize.mode() == Resize.Mode.NEAREST
        && resize.transform() == Resize.Transform.ASYMMETRIC
        && resize.nearest() == Resize.Nearest.FLOOR) {
      return "torch.upsample_nearest%dd(%s, %s)".formatted(axes, x, size);
    }
    throw call.unsupported(
        "an interpolation %s with %s".formatted(resize.mode(), resize.transform()));
  }

  private static boolean scalesAreQuotients(Call call, long[] in, long[] out) {
    Tensor scales = call.known(2);
    if (scales == null || scales.size() != in.length) {
      return scales != null && scales.size() == 0;
    }
    double[] values = scales.doubles();
    return IntStream.range(0, in.length).allMatch(i -> values[i] * in[i] == out[i]);
  }
}
