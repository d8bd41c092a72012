package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Reshaping;
import io.repconv.converter.torchscript.value.ScalarTensor;
import io.repconv.converter.torchscript.value.Sizes;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operators that make tensors of numbers. */
final class CreationOps {
  private static final int MAX_STORED = 1 << 16;

  private CreationOps() {}

  /** zeros, ones, empty: {@code (size, *, dtype, layout, device, pin_memory)}. */
  static Lowering constant(double value) {
    return call ->
        call.result(
            filled(call, value, call.sizes(0, "size"), call.type(1, "dtype", ElementType.FLOAT)));
  }

  /** zeros_like, ones_like, empty_like: {@code (self, *, dtype, …)}. */
  static Lowering constantLike(double value) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      return call.result(filled(call, value, x.shape().dims(), call.type(1, "dtype", x.type())));
    };
  }

  /** new_zeros, new_ones: {@code (self, size, *, dtype, …)}. */
  static Lowering newConstant(double value) {
    return call -> {
      ElementType type = call.type(2, "dtype", call.tensor(0, "self").type());
      return call.result(filled(call, value, call.sizes(1, "size"), type));
    };
  }

  /** {@code full(size, fill_value, *, dtype)}. */
  static Object full(AtenCall call) {
    Object value = Objects.requireNonNull(call.argument(1, "fill_value"));
    ElementType type = call.type(2, "dtype", typeOf(value));
    return call.result(filled(call, value, call.sizes(0, "size"), type));
  }

  /** {@code full_like(self, fill_value, *, dtype)}. */
  static Object fullLike(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    Object value = Objects.requireNonNull(call.argument(1, "fill_value"));
    return call.result(filled(call, value, x.shape().dims(), call.type(2, "dtype", x.type())));
  }

  /** {@code new_full(self, size, fill_value, *, dtype)}. */
  static Object newFull(AtenCall call) {
    ElementType type = call.type(3, "dtype", call.tensor(0, "self").type());
    Object value = Objects.requireNonNull(call.argument(2, "fill_value"));
    return call.result(filled(call, value, call.sizes(1, "size"), type));
  }

  private static ElementType typeOf(Object number) {
    if (number instanceof Boolean) {
      return ElementType.BOOL;
    }
    return Sizes.isInt(number) ? ElementType.INT64 : ElementType.FLOAT;
  }

  private static Value filled(AtenCall call, Object value, List<Dim> dims, ElementType type) {
    Value one = new Operands(call.emitter()).of(value, type);
    return Reshaping.expand(call.emitter(), one, Shape.of(dims));
  }

  /** {@code arange(start, end, step)}, arange(end). */
  static Object arange(AtenCall call) {
    int given = 0;
    while (given < 3 && given < call.count() && isNumber(call.argument(given, ""))) {
      given++;
    }
    Object start = given > 1 ? number(call, 0) : 0L;
    Object end = number(call, given > 1 ? 1 : 0);
    Object step = given > 2 ? number(call, 2) : 1L;
    boolean integers = Sizes.isInt(start) && Sizes.isInt(end) && Sizes.isInt(step);
    ElementType type =
        call.type(
            call.hasKeyword("dtype") ? Integer.MAX_VALUE : given,
            "dtype",
            integers ? ElementType.INT64 : ElementType.FLOAT);
    if (start instanceof Long first
        && end instanceof Long last
        && step instanceof Long by
        && by != 0) {
      return call.result(call.emitter().constant(range(call, type, first, last, by)));
    }
    if (!integers || !step.equals(1L)) {
      throw call.unknownSize("a range to " + end + " by " + step, "known numbers");
    }
    Operands operands = new Operands(call.emitter());
    Value range =
        call.emit(
            "Range",
            operands.number(start, ElementType.INT64),
            operands.number(end, ElementType.INT64),
            operands.number(step, ElementType.INT64));
    return call.result(operands.cast(range, type));
  }

  private static boolean isNumber(@Nullable Object value) {
    return (Numbers.isNumber(value) && !(value instanceof Boolean))
        || value instanceof ScalarTensor;
  }

  private static Object number(AtenCall call, int index) {
    Object number = NumberOps.knownNumber(call.argument(index, "end"));
    if (number == null) {
      throw DataDependence.refuse(call.where(), "the length of a range");
    }
    return number;
  }

  private static Tensor range(AtenCall call, ElementType type, long start, long end, long step) {
    long count = Math.max(0, Math.floorDiv(end - start + step - Long.signum(step), step));
    if (count > MAX_STORED) {
      throw call.unsupported("a range of " + count + " numbers", "at most " + MAX_STORED);
    }
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = start + i * step;
    }
    long[] dims = {count};
    Tensor integers = Tensor.of(ElementType.INT64, dims, values);
    return type.isFloating()
        ? Tensor.of(type, dims, integers.doubles())
        : Tensor.of(type, dims, values);
  }

  /** {@code linspace(start, end, steps, *, dtype)}. */
  static Object linspace(AtenCall call) {
    double start = call.real(0, "start");
    double end = call.real(1, "end");
    long steps = call.integer(2, "steps", 100);
    ElementType type = call.type(3, "dtype", ElementType.FLOAT);
    if (steps < 1 || steps > MAX_STORED || !type.isFloating()) {
      throw call.unsupported(
          steps + " steps of " + type, "1 to " + MAX_STORED + " floating numbers");
    }
    double[] values = new double[(int) steps];
    for (int i = 0; i < values.length; i++) {
      values[i] = steps == 1 ? start : start + (end - start) * i / (steps - 1);
    }
    return call.result(call.emitter().constant(Tensor.of(type, new long[] {steps}, values)));
  }

  /** {@code tensor(data, *, dtype, device)} of a number or a list of numbers. */
  static Object tensor(AtenCall call) {
    Object data = call.argument(0, "data");
    if (data instanceof List<?> list) {
      return fromList(call, list);
    }
    Object number = NumberOps.knownNumber(data);
    if (number == null) {
      throw call.wrong("data", data, "a number or a list of numbers");
    }
    return new ScalarTensor(number, call.type(1, "dtype", typeOf(number)));
  }

  private static Object fromList(AtenCall call, List<?> list) {
    boolean real = list.stream().anyMatch(Double.class::isInstance);
    ElementType type = call.type(1, "dtype", real ? ElementType.FLOAT : ElementType.INT64);
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      Object item = list.get(i);
      if (!(item instanceof Number || item instanceof Boolean)) {
        throw call.wrong("data", item, "known numbers");
      }
      values[i] = Numbers.real(item);
    }
    long[] dims = {values.length};
    long[] integers = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      integers[i] = (long) values[i];
    }
    Tensor tensor =
        type.isFloating() ? Tensor.of(type, dims, values) : Tensor.of(type, dims, integers);
    return call.result(call.emitter().constant(tensor));
  }
}
