package io.repconv.runtime.script;

import static io.repconv.runtime.script.Call.real;

import io.repconv.graph.ElementType;
import io.repconv.graph.op.Cast;
import io.repconv.graph.op.Elu;
import io.repconv.graph.op.Gelu;
import io.repconv.graph.op.HardSigmoid;
import io.repconv.graph.op.LeakyRelu;
import java.util.HashMap;
import java.util.Map;

/** Operators that treat each element on its own. */
final class ElementScripts {
  /** ONNX's names of functions of one operand, and torch's. */
  private static final Map<String, String> UNARY =
      Map.ofEntries(
          Map.entry("Abs", "abs"),
          Map.entry("Acos", "acos"),
          Map.entry("Asin", "asin"),
          Map.entry("Atan", "atan"),
          Map.entry("Ceil", "ceil"),
          Map.entry("Cos", "cos"),
          Map.entry("Cosh", "cosh"),
          Map.entry("Erf", "erf"),
          Map.entry("Exp", "exp"),
          Map.entry("Floor", "floor"),
          Map.entry("HardSwish", "hardswish"),
          Map.entry("Log", "log"),
          Map.entry("Mish", "mish"),
          Map.entry("Neg", "neg"),
          Map.entry("Not", "logical_not"),
          Map.entry("Reciprocal", "reciprocal"),
          Map.entry("Relu", "relu"),
          Map.entry("Round", "round"),
          Map.entry("Sigmoid", "sigmoid"),
          Map.entry("Sign", "sign"),
          Map.entry("Sin", "sin"),
          Map.entry("Sinh", "sinh"),
          Map.entry("Softplus", "softplus"),
          Map.entry("Sqrt", "sqrt"),
          Map.entry("Tan", "tan"),
          Map.entry("Tanh", "tanh"));

  private static final Map<String, String> BINARY =
      Map.ofEntries(
          Map.entry("Add", "add"),
          Map.entry("Sub", "sub"),
          Map.entry("Mul", "mul"),
          Map.entry("Min", "minimum"),
          Map.entry("Max", "maximum"),
          Map.entry("Pow", "pow"),
          Map.entry("And", "logical_and"),
          Map.entry("Or", "logical_or"),
          Map.entry("Xor", "logical_xor"),
          Map.entry("Equal", "eq"),
          Map.entry("Less", "lt"),
          Map.entry("LessOrEqual", "le"),
          Map.entry("Greater", "gt"),
          Map.entry("GreaterOrEqual", "ge"));

  private ElementScripts() {}

  static Map<String, Lowering> operators() {
    Map<String, Lowering> all = new HashMap<>();
    UNARY.forEach((name, torch) -> all.put(name, call -> of(torch, call, 1)));
    BINARY.forEach((name, torch) -> all.put(name, call -> of(torch, call, 2)));
    all.put("Div", ElementScripts::div);
    all.put("Where", call -> of("where", call, 3));
    all.put("Identity", call -> call.argument(0));
    all.put("Cast", call -> cast(call.argument(0), call.op(Cast.class).to(), call));
    all.put("Clip", ElementScripts::clip);
    all.put("PRelu", ElementScripts::prelu);
    all.put("LeakyRelu", call -> withNumber("leaky_relu", call, call.op(LeakyRelu.class).alpha()));
    all.put("Elu", call -> withNumber("elu", call, call.op(Elu.class).alpha()));
    all.put("Gelu", ElementScripts::gelu);
    all.put("HardSigmoid", ElementScripts::hardSigmoid);
    all.put("Dropout", ElementScripts::dropout);
    return all;
  }

  private static String of(String function, Call call, int operands) {
    if (call.has(operands)) {
      throw call.unsupported("more than " + operands + " operands");
    }
    StringBuilder text = new StringBuilder("torch.").append(function).append('(');
    for (int i = 0; i < operands; i++) {
      text.append(i == 0 ? "" : ", ").append(call.argument(i));
    }
    return text.append(')').toString();
  }

  private static String withNumber(String function, Call call, double number) {
    return "torch.%s(%s, %s)".formatted(function, call.argument(0), real(number));
  }

  /** Of integers, Div rounds towards zero. */
  private static String div(Call call) {
    String mode = call.input(0).element().isFloating() ? "" : ", rounding_mode=\"trunc\"";
    return "torch.div(%s, %s%s)".formatted(call.argument(0), call.argument(1), mode);
  }

  /** torch's number of an element type. */
  private static String cast(String x, ElementType type, Call call) {
    int code =
        switch (type) {
          case UINT8 -> 0;
          case INT8 -> 1;
          case INT16 -> 2;
          case INT32 -> 3;
          case INT64 -> 4;
          case FLOAT16 -> 5;
          case FLOAT -> 6;
          case DOUBLE -> 7;
          case BOOL -> 11;
          case BFLOAT16 -> 15;
          case UINT16, UINT32, UINT64, OTHER -> throw call.unsupported("a cast to " + type.text());
        };
    return "torch.to(%s, %d)".formatted(x, code);
  }

  private static String clip(Call call) {
    String low = call.has(1) ? real(call.number(1)) : "None";
    String high = call.has(2) ? real(call.number(2)) : "None";
    return "torch.clamp(%s, %s, %s)".formatted(call.argument(0), low, high);
  }

  /** The slope is broadcast from the last axis, other than torch's, which is one a channel. */
  private static String prelu(Call call) {
    String x = call.argument(0);
    return "torch.where(torch.lt(%s, 0), torch.mul(%s, %s), %s)"
        .formatted(x, x, call.argument(1), x);
  }

  private static String gelu(Call call) {
    String form = call.op(Gelu.class).tanh() ? "tanh" : "none";
    return "torch.gelu(%s, approximate=\"%s\")".formatted(call.argument(0), form);
  }

  private static String hardSigmoid(Call call) {
    HardSigmoid op = call.op(HardSigmoid.class);
    return "torch.clamp(torch.add(torch.mul(%s, %s), %s), 0, 1)"
        .formatted(call.argument(0), real(op.alpha()), real(op.beta()));
  }

  private static String dropout(Call call) {
    if (!call.norms().training()) {
      return call.argument(0);
    }
    double ratio = call.has(1) ? call.number(1) : 0.5;
    boolean channels = call.op(io.repconv.graph.op.Dropout.class).wholeChannels();
    return "torch.%s(%s, %s, True)"
        .formatted(channels ? "feature_dropout" : "dropout", call.argument(0), real(ratio));
  }
}
