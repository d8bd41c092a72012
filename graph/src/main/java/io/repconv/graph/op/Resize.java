package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Interpolation to another size, axis by axis. Inputs: X, roi (not used), and either scales or
 * sizes, one number for each of {@code axes}.
 *
 * <pre>
 * size = floor(scale * size of X)
 * </pre>
 *
 * @param transform which position of X a position of the result stands for
 * @param nearest how a position is rounded to an element, for {@link Mode#NEAREST}
 * @param cubicCoefficient the parameter a of the cubic convolution kernel
 * @param excludeOutside whether elements outside have no weight in cubic interpolation, and not
 *     that of the element at the border
 * @param axes the axes that are resized, all where empty
 */
public record Resize(
    Mode mode,
    Transform transform,
    Nearest nearest,
    double cubicCoefficient,
    boolean excludeOutside,
    List<Integer> axes)
    implements Op {
  /** What lies between the elements. */
  public enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  /** The position in X of position i, for sizes n of X and m of the result and scale s. */
  public enum Transform {
    /** (i + 1/2) / s - 1/2. */
    HALF_PIXEL,
    /** The same, but with the centres of both images on each other. */
    HALF_PIXEL_SYMMETRIC,
    /** (i + 1/2) / s - 1/2, and 0 where m is 1. */
    PYTORCH_HALF_PIXEL,
    /** i * (n - 1) / (m - 1). */
    ALIGN_CORNERS,
    /** i / s. */
    ASYMMETRIC
  }

  /** To which element a position between two belongs. */
  public enum Nearest {
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL
  }

  /** All axes; halves are rounded down, cubic with a = -0.75. */
  public Resize(Mode mode, Transform transform, Nearest nearest) {
    this(mode, transform, nearest, -0.75, false, List.of());
  }

  @Override
  public String name() {
    return "Resize";
  }

  @Override
  public Attributes attributes() {
    Attributes all =
        Attributes.NONE
            .with("mode", Choice.text(mode))
            .with("coordinate_transformation_mode", Choice.text(transform));
    if (mode == Mode.NEAREST) {
      all = all.with("nearest_mode", Choice.text(nearest));
    }
    if (mode == Mode.CUBIC) {
      all = all.with("cubic_coeff_a", cubicCoefficient);
      all = excludeOutside ? all.with("exclude_outside", 1L) : all;
    }
    return axes.isEmpty() ? all : all.with("axes", Window.longs(axes));
  }

  static @Nullable Resize parse(Attributes attributes) {
    String transform = attributes.text("coordinate_transformation_mode", "half_pixel");
    boolean modelled =
        !attributes.flag("antialias", false)
            && !transform.equals("tf_crop_and_resize")
            && attributes.text("keep_aspect_ratio_policy", "stretch").equals("stretch");
    if (!modelled) {
      return null;
    }
    return new Resize(
        Choice.of(Mode.class, attributes, "mode", Mode.NEAREST),
        Choice.of(
            Transform.class, attributes, "coordinate_transformation_mode", Transform.HALF_PIXEL),
        Choice.of(Nearest.class, attributes, "nearest_mode", Nearest.ROUND_PREFER_FLOOR),
        attributes.real("cubic_coeff_a", -0.75),
        attributes.flag("exclude_outside", false),
        Window.ints(attributes, "axes"));
  }

  private int[] axes(int rank) {
    return axes.isEmpty()
        ? Axes.all(rank)
        : Axes.of(axes.stream().mapToLong(Integer::longValue).toArray(), rank);
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 4, 1);
    Value x = inputs.get(0);
    Value scales = Inputs.value(inputs, 2);
    Value sizes = Inputs.value(inputs, 3);
    if (isGiven(scales) == isGiven(sizes)) {
      throw new ShapeError(isGiven(scales) ? "scales and sizes" : "no scales", "one of both");
    }
    if (mode != Mode.NEAREST) {
      Inputs.requireFloating(x, "input");
    }
    if (!x.shape().isRanked()) {
      return Inputs.one(x.element(), Shape.UNRANKED);
    }
    int[] along = axes(x.shape().rank());
    Value numbers = isGiven(sizes) ? sizes : scales;
    int count = Content.length(numbers);
    if (count >= 0 && count != along.length) {
      throw new ShapeError(count + " numbers for " + along.length + " axes", "one an axis");
    }
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    for (int i = 0; i < along.length; i++) {
      Dim size = dims.get(along[i]);
      Dim resized = isGiven(sizes) ? sizeAt(sizes, i) : scaled(size, scales.constant(), i);
      dims.set(along[i], resized != null ? resized : Inputs.unknownSize(this, inputs, along[i]));
    }
    return Inputs.one(x.element(), Shape.of(dims));
  }

  /** Older models leave out an input by giving it no elements. */
  private static boolean isGiven(Value input) {
    return !input.isAbsent() && !(input.shape().isStatic() && input.shape().elements().is(0));
  }

  private static @Nullable Dim sizeAt(Value sizes, int index) {
    Inputs.requireIntegers(sizes, "sizes");
    return sizes.integers() == null ? null : sizes.integers().get(index);
  }

  private static @Nullable Dim scaled(Dim size, @Nullable Tensor scales, int index) {
    if (scales == null) {
      return null;
    }
    float scale = (float) scales.doubles()[index];
    if (!(scale > 0)) {
      throw new ShapeError("a scale of " + scale, "a positive number");
    }
    if (size.isConstant()) {
      return Dim.of(scaled(size.value(), scale));
    }
    // Every float is a fraction; this finds those with a denominator small enough to be meant.
    for (long denominator = 1; denominator <= 64; denominator *= 2) {
      double numerator = (double) scale * denominator;
      if (numerator == Math.rint(numerator)) {
        return size.times((long) numerator).floorDiv(denominator);
      }
    }
    return null;
  }

  /** In float32, as ONNX Runtime multiplies. */
  private static long scaled(long size, float scale) {
    return (long) Math.floor(size * scale);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor scales = Inputs.tensor(inputs, 2);
    Tensor sizes = Inputs.tensor(inputs, 3);
    Tensor y = x;
    int[] along = axes(x.rank());
    for (int i = 0; i < along.length; i++) {
      int in = (int) x.dim(along[i]);
      ResizeAxis axis;
      if (!sizes.isAbsent() && sizes.size() > 0) {
        axis = ResizeAxis.toSize(this, in, Math.toIntExact(sizes.longs()[i]));
      } else {
        float scale = (float) scales.doubles()[i];
        axis = ResizeAxis.byScale(this, in, Math.toIntExact(scaled(in, scale)), scale);
      }
      y = axis.isIdentity() ? y : axis.apply(y, along[i]);
    }
    return List.of(y);
  }
}
