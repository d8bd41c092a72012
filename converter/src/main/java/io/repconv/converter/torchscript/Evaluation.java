package io.repconv.converter.torchscript;

import io.repconv.converter.torchscript.Inputs.Input;
import io.repconv.converter.torchscript.aten.AtenTable;
import io.repconv.converter.torchscript.eval.Interpreter;
import io.repconv.converter.torchscript.program.ModuleInstance;
import io.repconv.converter.torchscript.program.Program;
import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.LeastSizes;
import io.repconv.converter.torchscript.value.LiftedSize;
import io.repconv.converter.torchscript.value.Place;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a program over inputs of given shapes. */
final class Evaluation {
  private final Program program;
  private final AtenTable operators = new AtenTable();

  Evaluation(Program program) {
    this.program = program;
  }

  /** The graph of one run, and the sizes that the program fixed and the run left open. */
  record Result(Graph graph, List<LiftedSize> lifted) {}

  /**
   * Runs the program; where that fails, once more with what was learnt of the sizes, as long as
   * something was.
   */
  Result run(Inputs inputs) {
    LeastSizes least = new LeastSizes();
    for (int known = 0; ; known = least.learnt()) {
      try {
        return run(inputs, least);
      } catch (RepconvException e) {
        if (least.learnt() == known) {
          throw e;
        }
      }
    }
  }

  private Result run(Inputs inputs, LeastSizes least) {
    ModuleInstance model = new ModuleInstance(program.model(), "");
    GraphBuilder builder = new GraphBuilder(model.className());
    Emitter emitter = new Emitter(builder, new Place("", model.className(), "code", 0), least);
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Input input : inputs.list()) {
      arguments.add(
          input.shape() == null
              ? null
              : TorchTensor.of(
                  emitter, emitter.input(input.name(), input.type(), least.of(input.shape()))));
    }
    Object result = new Interpreter(program, operators, emitter).run(arguments);
    Outputs outputs = Outputs.of(result, emitter);
    for (LiftedSize lifted : emitter.lifted()) {
      if (outputs.has(lifted.value())) {
        throw lifted.fixed();
      }
    }
    return new Result(outputs.declare(builder.build()), emitter.lifted());
  }
}
