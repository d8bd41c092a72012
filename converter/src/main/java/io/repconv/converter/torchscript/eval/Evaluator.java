package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.pickle.Device;
import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.program.Code.LocatedClass;
import io.repconv.converter.torchscript.program.ModuleInstance;
import io.repconv.converter.torchscript.program.Program;
import io.repconv.converter.torchscript.source.Expression;
import io.repconv.converter.torchscript.source.Expression.Argument;
import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.Place;
import io.repconv.converter.torchscript.value.UndecidedSize;
import io.repconv.converter.torchscript.value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions. */
final class Evaluator {
  private final Program program;
  private final Heap heap;
  private final Emitter emitter;
  private final OperatorCalls operators;
  private final Interpreter interpreter;
  private final Budget budget;

  Evaluator(
      Program program,
      Heap heap,
      Emitter emitter,
      OperatorCalls operators,
      Interpreter interpreter,
      Budget budget) {
    this.program = program;
    this.heap = heap;
    this.emitter = emitter;
    this.operators = operators;
    this.interpreter = interpreter;
    this.budget = budget;
  }

  @Nullable Object evaluate(Expression expression, Frame frame) {
    Place place = frame.at(expression.line());
    budget.spend(1, place);
    budget.enter(place);
    try {
      if (expression instanceof Expression.Literal literal) {
        return literal.value();
      }
      if (expression instanceof Expression.Name name) {
        return variable(name, frame);
      }
      if (expression instanceof Expression.Call call) {
        return call(call, frame);
      }
      if (expression instanceof Expression.Attribute attribute) {
        return attribute(attribute, frame);
      }
      if (expression instanceof Expression.Subscript subscript) {
        return subscript(subscript, frame);
      }
      return collection(expression, frame);
    } finally {
      budget.leave();
    }
  }

  private @Nullable Object variable(Expression.Name name, Frame frame) {
    if (!frame.has(name.id())) {
      throw Builtins.unsupported(
          frame.at(name.line()), "the name '" + name.id() + "'", "a variable that was assigned");
    }
    return frame.get(name.id());
  }

  private Object collection(Expression expression, Frame frame) {
    if (expression instanceof Expression.ListOf list) {
      return items(list.items(), frame);
    }
    if (expression instanceof Expression.TupleOf tuple) {
      return new Tuple(items(tuple.items(), frame));
    }
    Expression.DictOf dict = (Expression.DictOf) expression;
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < dict.keys().size(); i++) {
      Object key = evaluate(dict.keys().get(i), frame);
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw Builtins.unsupported(frame.at(dict.line()), "a dict key", "a string or a number");
      }
      map.put(key, evaluate(dict.values().get(i), frame));
    }
    return map;
  }

  private List<@Nullable Object> items(List<Expression> expressions, Frame frame) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Expression expression : expressions) {
      values.add(evaluate(expression, frame));
    }
    return values;
  }

  private @Nullable Object subscript(Expression.Subscript subscript, Frame frame) {
    Object container = evaluate(subscript.target(), frame);
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(container);
    arguments.addAll(items(subscript.indices(), frame));
    return operator("aten::__getitem__", arguments, Map.of(), frame, subscript.line());
  }

  /**
   * An attribute of a value, or a dotted name such as {@code CONSTANTS.c0} or {@code __torch__.f}.
   */
  private @Nullable Object attribute(Expression.Attribute attribute, Frame frame) {
    String path = globalPath(attribute, frame);
    if (path == null) {
      return attributeOf(
          evaluate(attribute.target(), frame), attribute.name(), frame, attribute.line());
    }
    if (path.startsWith("CONSTANTS.c")) {
      emitter.moveTo(frame.at(attribute.line()));
      return heap.constant(constantIndex(path, frame, attribute.line()));
    }
    return new FunctionValue(path);
  }

  private static int constantIndex(String path, Frame frame, int line) {
    String digits = path.substring("CONSTANTS.c".length());
    if (!digits.matches("[0-9]{1,9}")) {
      throw Builtins.unsupported(frame.at(line), path, "CONSTANTS.c and a number");
    }
    return Integer.parseInt(digits);
  }

  /** The path of a chain of attributes that begins with no variable, else null. */
  private static @Nullable String globalPath(Expression expression, Frame frame) {
    String path = Expression.dottedPath(expression);
    if (path == null) {
      return null;
    }
    int dot = path.indexOf('.');
    return frame.has(dot < 0 ? path : path.substring(0, dot)) ? null : path;
  }

  @Nullable Object attributeOf(@Nullable Object owner, String name, Frame frame, int line) {
    emitter.moveTo(frame.at(line));
    if (owner instanceof ModuleInstance module) {
      if (heap.has(module, name)) {
        return heap.attribute(module, name);
      }
      LocatedClass definition = program.code().findClass(module.object().className());
      Expression constant =
          definition == null ? null : definition.definition().constants().get(name);
      if (constant != null) {
        return evaluate(constant, new Frame("", module.className(), frame.at(line).file()));
      }
    }
    if (owner instanceof Map<?, ?> fields && fields.containsKey(name)) {
      return fields.get(name);
    }
    if (owner == Unknown.VALUE) {
      return owner;
    }
    throw Builtins.unsupported(
        frame.at(line), "the attribute '" + name + "'", "one that the object has");
  }

  private @Nullable Object call(Expression.Call call, Frame frame) {
    if (call.callee() instanceof Expression.Name name && !frame.has(name.id())) {
      return namedCall(name.id(), call, frame);
    }
    String path = globalPath(call.callee(), frame);
    if (path != null) {
      return function(path, call, frame);
    }
    if (call.callee() instanceof Expression.Attribute method) {
      Object owner = evaluate(method.target(), frame);
      if (owner instanceof ModuleInstance module) {
        return interpreter.method(
            module,
            method.name(),
            positional(call, frame),
            keywords(call, frame),
            frame,
            call.line());
      }
      if (owner == Unknown.VALUE) {
        return owner;
      }
      throw Builtins.unsupported(
          frame.at(call.line()), "a method '" + method.name() + "' of a value", "one of a module");
    }
    Object callee = evaluate(call.callee(), frame);
    if (callee instanceof FunctionValue function) {
      return function(function.path(), call, frame);
    }
    throw Builtins.unsupported(
        frame.at(call.line()), "a call of " + SourceText.of(call.callee()), "a function");
  }

  private @Nullable Object namedCall(String name, Expression.Call call, Frame frame) {
    switch (name) {
      case "getattr" -> {
        List<@Nullable Object> arguments = positional(call, frame);
        if (arguments.size() == 2 && arguments.get(1) instanceof String attribute) {
          return attributeOf(arguments.get(0), attribute, frame, call.line());
        }
      }
      case "annotate", "unchecked_cast" -> {
        if (call.arguments().size() == 2) {
          return evaluate(call.arguments().get(1).value(), frame); // the first is a type
        }
      }
      case "uninitialized" -> {
        return null;
      }
      default -> {
        if (Builtins.NAMES.contains(name)) {
          if (name.equals("len")) {
            return operator("aten::len", positional(call, frame), Map.of(), frame, call.line());
          }
          try {
            return Builtins.call(
                name, positional(call, frame), frame.at(call.line()), SourceText.of(call));
          } catch (UndecidedSize e) {
            throw e.at(frame.at(call.line()).toString());
          }
        }
      }
    }
    throw Builtins.unsupported(
        frame.at(call.line()), SourceText.of(call), "a function that serialized source uses");
  }

  /** A call of a function of torch or of the archive. */
  private @Nullable Object function(String path, Expression.Call call, Frame frame) {
    List<@Nullable Object> arguments = positional(call, frame);
    Map<String, @Nullable Object> keywords = keywords(call, frame);
    if (path.startsWith("__torch__.")) {
      return interpreter.function(path, arguments, keywords, frame, call.line());
    }
    if (path.equals("torch.device")) {
      return new Device("cpu");
    }
    if (path.equals("ops.prim.RaiseException")) {
      throw Builtins.unsupported(
          frame.at(call.line()),
          "the model raises: " + (arguments.isEmpty() ? "" : arguments.get(0)),
          "no exception");
    }
    return operator(operatorName(path), arguments, keywords, frame, call.line());
  }

  /** {@code torch.relu} is aten::relu, {@code ops.prim.dtype} is prim::dtype. */
  private static String operatorName(String path) {
    if (path.startsWith("ops.")) {
      return path.substring("ops.".length()).replaceFirst("\\.", "::");
    }
    return "aten::" + (path.startsWith("torch.") ? path.substring("torch.".length()) : path);
  }

  private @Nullable Object operator(
      String name,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> keywords,
      Frame frame,
      int line) {
    Place place = frame.at(line);
    budget.spendOnArguments(arguments, place);
    budget.spendOnArguments(keywords.values(), place);
    long before = emitter.work();
    Object result = operators.call(name, arguments, keywords, place);
    budget.spendOnResult(result, emitter.work() - before, place);
    return result;
  }

  private List<@Nullable Object> positional(Expression.Call call, Frame frame) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      if (argument.keyword() == null) {
        values.add(evaluate(argument.value(), frame));
      }
    }
    return values;
  }

  private Map<String, @Nullable Object> keywords(Expression.Call call, Frame frame) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Argument argument : call.arguments()) {
      if (argument.keyword() != null) {
        values.put(argument.keyword(), evaluate(argument.value(), frame));
      }
    }
    return values;
  }
}
