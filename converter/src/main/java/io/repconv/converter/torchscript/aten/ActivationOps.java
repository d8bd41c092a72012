package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Activations and other functions of one tensor, element by element. */
final class ActivationOps {
  private ActivationOps() {}

  /**
   * Lowering of a function of one floating tensor that has an ONNX operator of the same meaning.
   */
  static Lowering function(String op) {
    return call -> call.result(call.emit(op, floating(call)));
  }

  /** As {@link #function}, for operators that keep integers. */
  static Lowering anyType(String op) {
    return call -> call.result(call.emit(op, call.tensor(0, "self").value()));
  }

  /** The first argument, integers made floating as PyTorch does. */
  static Value floating(AtenCall call) {
    Value x = call.tensor(0, "self").value();
    return x.element().isFloating() ? x : new Operands(call.emitter()).cast(x, ElementType.FLOAT);
  }

  private static Value number(AtenCall call, double value, ElementType type) {
    return new Operands(call.emitter()).number(value, type);
  }

  static Object clamp(AtenCall call) {
    return clamped(call, call.argument(1, "min"), call.argument(2, "max"));
  }

  static Object clampMin(AtenCall call) {
    return clamped(call, call.argument(1, "min"), null);
  }

  static Object clampMax(AtenCall call) {
    return clamped(call, null, call.argument(1, "max"));
  }

  static Object hardtanh(AtenCall call) {
    return clamped(call, call.real(1, "min_val", -1), call.real(2, "max_val", 1));
  }

  static Object relu6(AtenCall call) {
    return clamped(call, 0.0, 6.0);
  }

  private static Object clamped(
      AtenCall call,
      @org.jspecify.annotations.Nullable Object least,
      @org.jspecify.annotations.Nullable Object most) {
    if (isShaped(least) || isShaped(most)) {
      Object x = call.tensor(0, "self");
      Object raised = least == null ? x : ArithmeticOps.binary(call, "Max", x, least);
      return most == null ? raised : ArithmeticOps.binary(call, "Min", raised, most);
    }
    Value x = call.tensor(0, "self").value();
    Operands operands = new Operands(call.emitter());
    Value low = least == null ? Value.ABSENT : operands.of(least, x.element());
    return call.result(
        most == null
            ? call.emit("Clip", x, low)
            : call.emit("Clip", x, low, operands.of(most, x.element())));
  }

  private static boolean isShaped(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof TorchTensor tensor && tensor.rank() > 0;
  }

  static Object leakyRelu(AtenCall call) {
    Attributes slope = Attributes.NONE.with("alpha", call.real(1, "negative_slope", 0.01));
    return call.result(call.emit("LeakyRelu", slope, floating(call)));
  }

  /** Randomised leaky ReLU: outside training its slope is the middle of its bounds. */
  static Object rrelu(AtenCall call) {
    if (call.flag(3, "training", false)) {
      throw TrainingMode.refuse(call, "'training' is true");
    }
    double slope = (call.real(1, "lower", 1.0 / 8) + call.real(2, "upper", 1.0 / 3)) / 2;
    return call.result(
        call.emit("LeakyRelu", Attributes.NONE.with("alpha", slope), floating(call)));
  }

  static Object prelu(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    TorchTensor weight = call.tensor(1, "weight");
    Value slope = weight.value();
    if (!weight.shape().elements().is(1) && x.rank() > 2) {
      List<Dim> dims = new ArrayList<>(List.of(weight.shape().elements()));
      for (int axis = 2; axis < x.rank(); axis++) {
        dims.add(Dim.of(1));
      }
      slope = reshaped(call, slope, dims);
    }
    return call.result(call.emit("PRelu", x.value(), slope));
  }

  private static Value reshaped(AtenCall call, Value value, List<Dim> dims) {
    return io.repconv.converter.torchscript.value.Reshaping.reshape(call.emitter(), value, dims);
  }

  /** ELU with both of its scales: scale * (x > 0 ? x : alpha * (exp(input_scale * x) - 1)). */
  static Object elu(AtenCall call) {
    double scale = call.real(2, "scale", 1);
    if (call.real(3, "input_scale", 1) != 1) {
      throw call.wrong("input_scale", call.real(3, "input_scale"), "1");
    }
    Value x = floating(call);
    Value y = call.emit("Elu", Attributes.NONE.with("alpha", call.real(1, "alpha", 1)), x);
    return call.result(scale == 1 ? y : call.emit("Mul", y, number(call, scale, x.element())));
  }

  static Object celu(AtenCall call) {
    Attributes alpha = Attributes.NONE.with("alpha", call.real(1, "alpha", 1));
    return call.result(call.emit("Celu", alpha, floating(call)));
  }

  /** With the constants of PyTorch, which differ from ONNX's defaults in the last digits. */
  static Object selu(AtenCall call) {
    Attributes scales =
        Attributes.NONE.with("alpha", 1.6732632423543772).with("gamma", 1.0507009873554805);
    return call.result(call.emit("Selu", scales, floating(call)));
  }

  /** x * sigmoid(x). */
  static Object silu(AtenCall call) {
    Value x = floating(call);
    return call.result(call.emit("Mul", x, call.emit("Sigmoid", x)));
  }

  /** x * tanh(softplus(x)). */
  static Object mish(AtenCall call) {
    Value x = floating(call);
    return call.result(call.emit("Mul", x, call.emit("Tanh", call.emit("Softplus", x))));
  }

  /** max(0, min(1, x / 6 + 1 / 2)). */
  static Object hardsigmoid(AtenCall call) {
    return call.result(call.emit("HardSigmoid", sixth(), floating(call)));
  }

  static Object hardswish(AtenCall call) {
    Value x = floating(call);
    return call.result(call.emit("Mul", x, call.emit("HardSigmoid", sixth(), x)));
  }

  private static Attributes sixth() {
    return Attributes.NONE.with("alpha", 1.0 / 6).with("beta", 0.5);
  }

  /**
   * log(1 + exp(beta * x)) / beta, and x itself above the threshold, where the two agree in single
   * precision.
   */
  static Object softplus(AtenCall call) {
    Value x = floating(call);
    double beta = call.real(1, "beta", 1);
    if (beta == 1) {
      return call.result(call.emit("Softplus", x));
    }
    Value factor = number(call, beta, x.element());
    return call.result(
        call.emit("Div", call.emit("Softplus", call.emit("Mul", x, factor)), factor));
  }

  /** x / 2 * (1 + erf(x / sqrt(2))), or its approximation by tanh. */
  static Object gelu(AtenCall call) {
    Value x = floating(call);
    ElementType type = x.element();
    Value half = number(call, 0.5, type);
    Value one = number(call, 1, type);
    Value inner =
        call.text(1, "approximate", "none").equals("tanh")
            ? tanhOfCubic(call, x)
            : call.emit("Erf", call.emit("Div", x, number(call, Math.sqrt(2), type)));
    Value gate = call.emit("Mul", call.emit("Add", inner, one), half);
    return call.result(call.emit("Mul", x, gate));
  }

  /** tanh(sqrt(2 / pi) * (x + 0.044715 x^3)). */
  private static Value tanhOfCubic(AtenCall call, Value x) {
    ElementType type = x.element();
    Value cube = call.emit("Mul", call.emit("Mul", x, x), x);
    Value sum = call.emit("Add", x, call.emit("Mul", cube, number(call, 0.044715, type)));
    return call.emit("Tanh", call.emit("Mul", sum, number(call, Math.sqrt(2 / Math.PI), type)));
  }

  static Object logSigmoid(AtenCall call) {
    Value x = floating(call);
    return call.result(call.emit("Neg", call.emit("Softplus", call.emit("Neg", x))));
  }

  /** The first half of an axis times the sigmoid of the second. */
  static Object glu(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    long axis = call.axis(1, "dim", x.rank(), -1);
    if (ViewOps.chunk(call.with(x, 2L, axis)) instanceof List<?> halves
        && halves.size() == 2
        && halves.get(0) instanceof TorchTensor a
        && halves.get(1) instanceof TorchTensor b) {
      return call.result(call.emit("Mul", a.value(), call.emit("Sigmoid", b.value())));
    }
    throw call.unsupported("an axis of the size " + x.shape().dim((int) axis), "an even size");
  }

  static Object square(AtenCall call) {
    Value x = call.tensor(0, "self").value();
    return call.result(call.emit("Mul", x, x));
  }

  static Object rsqrt(AtenCall call) {
    return call.result(call.emit("Reciprocal", call.emit("Sqrt", floating(call))));
  }

  static Object log1p(AtenCall call) {
    Value x = floating(call);
    return call.result(call.emit("Log", call.emit("Add", x, number(call, 1, x.element()))));
  }

  static Object expm1(AtenCall call) {
    Value x = floating(call);
    return call.result(call.emit("Sub", call.emit("Exp", x), number(call, 1, x.element())));
  }

  /** log to another base. */
  static Lowering logarithm(double base) {
    return call -> {
      Value x = floating(call);
      return call.result(
          call.emit("Div", call.emit("Log", x), number(call, Math.log(base), x.element())));
    };
  }

  static Object truncate(AtenCall call) {
    return call.result(ArithmeticOps.truncated(call, floating(call)));
  }

  static Object softmax(AtenCall call) {
    return overAxis(call, "Softmax");
  }

  static Object logSoftmax(AtenCall call) {
    return overAxis(call, "LogSoftmax");
  }

  /** (self, dim, dtype), or of decomposed graphs (self, dim, half_to_float). */
  private static Object overAxis(AtenCall call, String op) {
    TorchTensor x = call.tensor(0, "self");
    Operands operands = new Operands(call.emitter());
    ElementType type =
        call.argument(2, "dtype") instanceof Boolean toFloat
            ? (toFloat ? ElementType.FLOAT : x.type())
            : call.type(2, "dtype", x.type());
    Value input = operands.cast(x.value(), type);
    long axis = call.axis(1, "dim", x.rank(), -1);
    return call.result(call.emit(op, Attributes.NONE.with("axis", axis), input));
  }

  /** What dropout is outside training: nothing. */
  static Object dropout(AtenCall call) {
    if (call.flag(2, "train", false) && call.real(1, "p", 0.5) != 0) {
      throw TrainingMode.refuse(call, "'train' is true");
    }
    return call.tensor(0, "input");
  }
}
