package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The elements along some axes as one number. Inputs: data and optionally the axes.
 *
 * @param keepDims whether the axes stay, with size 1
 * @param noopWithEmptyAxes whether no axes means none, and not all
 */
public record Reduce(Kind kind, boolean keepDims, boolean noopWithEmptyAxes) implements Op {
  /** What number the elements become. */
  public enum Kind {
    MEAN("ReduceMean"),
    SUM("ReduceSum"),
    MAX("ReduceMax"),
    MIN("ReduceMin"),
    PROD("ReduceProd"),
    /** The sum of the magnitudes. */
    L1("ReduceL1"),
    /** The square root of the sum of the squares. */
    L2("ReduceL2"),
    LOG_SUM("ReduceLogSum"),
    LOG_SUM_EXP("ReduceLogSumExp"),
    SUM_SQUARE("ReduceSumSquare");

    private final String onnxName;

    Kind(String onnxName) {
      this.onnxName = onnxName;
    }

    Tensor reduce(Tensor data, int[] axes, boolean keepDims) {
      long[] dims = reducedDims(data.dims(), axes, keepDims);
      Rows rows = Rows.along(data.dims(), axes);
      boolean real = data.type().isFloating();
      if (!real && !(this == SUM || this == MAX || this == MIN || this == PROD)) {
        throw new UnsupportedOperationException(onnxName + " of " + data.type().text());
      }
      if (real) {
        double[] values = rows.read(data.doubles());
        double[] y = new double[rows.count()];
        for (int row = 0; row < y.length; row++) {
          y[row] = reduce(values, row * rows.length(), (row + 1) * rows.length());
        }
        return Tensor.of(data.type(), dims, y);
      }
      long[] values = rows.read(Integers.ordered(data));
      long[] y = new long[rows.count()];
      for (int row = 0; row < y.length; row++) {
        long number = reduce(values, row * rows.length(), (row + 1) * rows.length());
        y[row] = Integers.wrap(number, data.type());
      }
      return Tensor.of(data.type(), dims, y);
    }

    private double reduce(double[] values, int from, int to) {
      double shift = this == LOG_SUM_EXP ? AlongAxis.largest(values, from, to) : 0;
      shift = Double.isInfinite(shift) ? 0 : shift;
      double result = start();
      for (int i = from; i < to; i++) {
        double x = values[i];
        switch (this) {
          case MEAN, SUM, LOG_SUM -> result += x;
          case MAX -> result = Math.max(result, x);
          case MIN -> result = Math.min(result, x);
          case PROD -> result *= x;
          case L1 -> result += Math.abs(x);
          case L2, SUM_SQUARE -> result += x * x;
          case LOG_SUM_EXP -> result += Math.exp(x - shift);
        }
      }
      return switch (this) {
        case MEAN -> result / (to - from);
        case L2 -> Math.sqrt(result);
        case LOG_SUM -> Math.log(result);
        case LOG_SUM_EXP -> Math.log(result) + shift;
        default -> result;
      };
    }

    private double start() {
      return switch (this) {
        case MAX -> Double.NEGATIVE_INFINITY;
        case MIN -> Double.POSITIVE_INFINITY;
        case PROD -> 1;
        default -> 0;
      };
    }

    private long reduce(long[] values, int from, int to) {
      if (from == to && (this == MAX || this == MIN)) {
        throw new ShapeError(onnxName + " of no elements", "at least one");
      }
      long result = this == SUM ? 0 : this == PROD ? 1 : values[from];
      for (int i = from; i < to; i++) {
        switch (this) {
          case SUM -> result += values[i];
          case PROD -> result *= values[i];
          case MAX -> result = Math.max(result, values[i]);
          default -> result = Math.min(result, values[i]);
        }
      }
      return result;
    }
  }

  /** The kind with axes that stay. */
  public Reduce(Kind kind, boolean keepDims) {
    this(kind, keepDims, false);
  }

  @Override
  public String name() {
    return kind.onnxName;
  }

  @Override
  public Attributes attributes() {
    Attributes all = keepDims ? Attributes.NONE : Attributes.NONE.with("keepdims", 0L);
    return noopWithEmptyAxes ? all.with("noop_with_empty_axes", 1L) : all;
  }

  static Reduce parse(Kind kind, Attributes attributes) {
    return new Reduce(
        kind, attributes.flag("keepdims", true), attributes.flag("noop_with_empty_axes", false));
  }

  private boolean isNoop(int axes) {
    return noopWithEmptyAxes && axes == 0;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 2);
    Value data = inputs.get(0);
    Value axes = Inputs.value(inputs, 1);
    if (data.element() == ElementType.BOOL) {
      throw new ShapeError("input of type bool", "numbers");
    }
    if (isNoop(axes.isAbsent() ? 0 : Content.length(axes))) {
      return Inputs.one(data.element(), data.shape());
    }
    int[] along = data.shape().isRanked() ? Axes.of(axes, data.shape().rank()) : null;
    if (along == null) {
      return Inputs.one(data.element(), unknown(data.shape(), inputs));
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < data.shape().rank(); axis++) {
      if (!Axes.contains(along, axis)) {
        dims.add(data.shape().dim(axis));
      } else if (keepDims) {
        dims.add(Dim.of(1));
      }
    }
    return Inputs.one(data.element(), Shape.of(dims));
  }

  private Shape unknown(Shape data, List<Value> inputs) {
    if (!keepDims || !data.isRanked()) {
      return Shape.UNRANKED;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < data.rank(); axis++) {
      dims.add(Inputs.unknownSize(this, inputs, axis));
    }
    return Shape.of(dims);
  }

  static long[] reducedDims(long[] dims, int[] axes, boolean keepDims) {
    long[] ones = dims.clone();
    for (int axis : axes) {
      ones[axis] = keepDims ? 1 : -1;
    }
    return Arrays.stream(ones).filter(size -> size >= 0).toArray();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    Tensor axes = Inputs.tensor(inputs, 1);
    if (isNoop(axes.isAbsent() ? 0 : axes.size())) {
      return List.of(data);
    }
    return List.of(kind.reduce(data, Axes.of(axes, data.rank()), keepDims));
  }
}
