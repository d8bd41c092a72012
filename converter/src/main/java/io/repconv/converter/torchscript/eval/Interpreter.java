package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.aten.AtenTable;
import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.program.Code.LocatedClass;
import io.repconv.converter.torchscript.program.Code.LocatedFunction;
import io.repconv.converter.torchscript.program.ModuleInstance;
import io.repconv.converter.torchscript.program.Program;
import io.repconv.converter.torchscript.source.Expression;
import io.repconv.converter.torchscript.source.FunctionDefinition;
import io.repconv.converter.torchscript.source.FunctionDefinition.Parameter;
import io.repconv.converter.torchscript.source.Statement;
import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.Place;
import io.repconv.converter.torchscript.value.UndecidedSize;
import io.repconv.converter.torchscript.value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executes a program: statements on known numbers, operators on tensors into the graph. Branches
 * and loops are executed, so they have to depend on known numbers.
 */
public final class Interpreter {
  private final Program program;
  private final Heap heap;
  private final Budget budget = new Budget();
  private final OperatorCalls operators;
  private final Evaluator evaluator;

  public Interpreter(Program program, AtenTable table, Emitter emitter) {
    this.program = program;
    this.heap = new Heap(program, emitter);
    this.operators = new OperatorCalls(table, emitter);
    this.evaluator = new Evaluator(program, heap, emitter, operators, this, budget);
  }

  /**
   * Runs the model's {@code forward}.
   *
   * @throws io.repconv.graph.RepconvException with the place in the source where the program cannot
   *     be evaluated; UNSUPPORTED_OPERATOR with all unsupported operators that were met
   */
  public @Nullable Object run(List<@Nullable Object> inputs) {
    Frame outside = new Frame("", heap.model().className(), "data.pkl");
    Object result = method(heap.model(), "forward", inputs, Map.of(), outside, 0);
    operators.requireSupported();
    return result;
  }

  /** The {@code forward} of the model, for the names and types of its inputs. */
  public static FunctionDefinition forward(Program program) {
    ModuleInstance model = new ModuleInstance(program.model(), "");
    LocatedClass owner = program.code().findClass(program.model().className());
    FunctionDefinition forward = owner == null ? null : owner.definition().methods().get("forward");
    if (forward == null) {
      throw Builtins.unsupported(
          new Place("", model.className(), "code", 0), "a model without a forward method", "one");
    }
    return forward;
  }

  @Nullable Object method(
      ModuleInstance module,
      String name,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> keywords,
      Frame caller,
      int line) {
    LocatedClass owner = program.code().findClass(module.object().className());
    FunctionDefinition method = owner == null ? null : owner.definition().methods().get(name);
    if (owner == null || method == null) {
      throw Builtins.unsupported(
          caller.at(line),
          "no method '%s' of %s".formatted(name, module.object().className()),
          "one in the archive");
    }
    Frame frame = new Frame(module.path(), module.className(), owner.file());
    List<@Nullable Object> all = new ArrayList<>();
    all.add(module);
    all.addAll(arguments);
    return run(method, frame, all, keywords);
  }

  @Nullable Object function(
      String path,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> keywords,
      Frame caller,
      int line) {
    LocatedFunction function = program.code().findFunction(path);
    if (function != null) {
      return run(function.definition(), caller.inFile(function.file()), arguments, keywords);
    }
    LocatedClass tuple = program.code().findClass(path);
    if (tuple != null && "NamedTuple".equals(tuple.definition().base())) {
      return namedTuple(new ArrayList<>(tuple.definition().fields().keySet()), arguments, keywords);
    }
    throw Builtins.unsupported(caller.at(line), "a call of " + path, "a function or a named tuple");
  }

  private static Map<String, @Nullable Object> namedTuple(
      List<String> names,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> keywords) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      fields.put(
          names.get(i), i < arguments.size() ? arguments.get(i) : keywords.get(names.get(i)));
    }
    return fields;
  }

  private @Nullable Object run(
      FunctionDefinition function,
      Frame frame,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> keywords) {
    Place start = frame.at(function.line());
    if (arguments.size() > function.parameters().size()) {
      throw Builtins.unsupported(
          start, arguments.size() + " arguments of " + function.name(), "fewer");
    }
    for (int i = 0; i < function.parameters().size(); i++) {
      Parameter parameter = function.parameters().get(i);
      if (i < arguments.size()) {
        frame.set(parameter.name(), arguments.get(i));
      } else if (keywords.containsKey(parameter.name())) {
        frame.set(parameter.name(), keywords.get(parameter.name()));
      } else if (parameter.defaultValue() != null) {
        frame.set(parameter.name(), evaluator.evaluate(parameter.defaultValue(), frame));
      } else {
        throw Builtins.unsupported(start, "no argument for '" + parameter.name() + "'", "one");
      }
    }
    budget.enter(start);
    execute(function.body(), frame);
    budget.leave();
    return frame.result();
  }

  /** Runs statements in order; true where one of them returned. */
  private boolean execute(List<Statement> statements, Frame frame) {
    for (Statement statement : statements) {
      if (execute(statement, frame)) {
        return true;
      }
    }
    return false;
  }

  private boolean execute(Statement statement, Frame frame) {
    budget.spend(1, frame.at(statement.line()));
    if (statement instanceof Statement.Assign assign) {
      assign(assign.target(), evaluator.evaluate(assign.value(), frame), frame);
    } else if (statement instanceof Statement.Evaluate evaluate) {
      evaluator.evaluate(evaluate.value(), frame);
    } else if (statement instanceof Statement.Return end) {
      frame.returns(end.value() == null ? null : evaluator.evaluate(end.value(), frame));
      return true;
    } else if (statement instanceof Statement.If branch) {
      return execute(
          holds(branch.condition(), "if", frame) ? branch.then() : branch.otherwise(), frame);
    } else if (statement instanceof Statement.While loop) {
      while (holds(loop.condition(), "while", frame)) {
        if (execute(loop.body(), frame)) {
          return true;
        }
      }
    } else if (statement instanceof Statement.For loop) {
      return execute(loop, frame);
    }
    return false;
  }

  private boolean holds(Expression condition, String keyword, Frame frame) {
    Object value = evaluator.evaluate(condition, frame);
    if (value == Unknown.VALUE) {
      throw operators.report();
    }
    try {
      return Builtins.truth(
          value, frame.at(condition.line()), keyword + " " + SourceText.of(condition));
    } catch (UndecidedSize e) {
      throw e.at(frame.at(condition.line()).toString());
    }
  }

  private boolean execute(Statement.For loop, Frame frame) {
    Object iterable = evaluator.evaluate(loop.iterable(), frame);
    if (iterable instanceof RangeValue range) {
      for (long i = range.start();
          range.step() > 0 ? i < range.end() : i > range.end();
          i += range.step()) {
        assign(loop.target(), i, frame);
        if (execute(loop.body(), frame)) {
          return true;
        }
      }
      return false;
    }
    List<?> items = elements(iterable, frame, loop.line());
    budget.spend(items.size(), frame.at(loop.line()));
    for (Object item : new ArrayList<>(items)) {
      assign(loop.target(), item, frame);
      if (execute(loop.body(), frame)) {
        return true;
      }
    }
    return false;
  }

  private void assign(Expression target, @Nullable Object value, Frame frame) {
    if (target instanceof Expression.Name name) {
      frame.set(name.id(), value);
    } else if (target instanceof Expression.Attribute attribute) {
      Object owner = evaluator.evaluate(attribute.target(), frame);
      if (!(owner instanceof ModuleInstance module)) {
        throw Builtins.unsupported(
            frame.at(target.line()), "an attribute of a value is assigned", "one of a module");
      }
      heap.assign(module, attribute.name(), value);
    } else if (target instanceof Expression.TupleOf targets) {
      unpack(targets, value, frame);
    }
  }

  private void unpack(Expression.TupleOf targets, @Nullable Object value, Frame frame) {
    int count = targets.items().size();
    if (value == Unknown.VALUE) {
      targets.items().forEach(target -> assign(target, Unknown.VALUE, frame));
      return;
    }
    List<?> items = new ArrayList<>(elements(value, frame, targets.line()));
    if (items.size() != count) {
      throw Builtins.unsupported(
          frame.at(targets.line()), items.size() + " values for " + count + " names", "as many");
    }
    for (int i = 0; i < count; i++) {
      assign(targets.items().get(i), items.get(i), frame);
    }
  }

  private List<?> elements(@Nullable Object value, Frame frame, int line) {
    if (value instanceof Tuple tuple) {
      return tuple.items();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.values());
    }
    if (value == Unknown.VALUE) {
      throw operators.report();
    }
    throw Builtins.unsupported(
        frame.at(line), "something that has no elements", "a list or a tuple");
  }
}
