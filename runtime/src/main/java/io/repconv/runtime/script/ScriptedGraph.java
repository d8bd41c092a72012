package io.repconv.runtime.script;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.runtime.torch.TorchScript;
import io.repconv.runtime.torch.TorchTensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph in libtorch: written as a script and compiled once for each shape of its inputs. */
public final class ScriptedGraph implements AutoCloseable {
  /** The sizes of a training or of a check, each with a smaller last batch, and some more. */
  private static final int MOST_SCRIPTS = 16;

  private final Graph graph;
  private final List<Value> parameters;
  private final Norms norms;
  private final PtNDManager memory;
  private final Map<List<Shape>, Compiled> scripts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Shape>, Compiled> eldest) {
          if (size() > MOST_SCRIPTS) {
            eldest.getValue().close();
            return true;
          }
          return false;
        }
      };

  /** A script in libtorch with the constants that it wants. */
  private record Compiled(TorchScript script, List<PtNDArray> constants, PtNDManager memory) {
    void close() {
      script.close();
      memory.close();
    }
  }

  /**
   * A graph.
   *
   * @param parameters constants of the graph that {@link #run} is handed
   * @param memory that scripts and their constants lie in
   */
  public ScriptedGraph(Graph graph, List<Value> parameters, Norms norms, PtNDManager memory) {
    this.graph = graph;
    this.parameters = List.copyOf(parameters);
    this.norms = norms;
    this.memory = memory;
  }

  /**
   * The outputs for these inputs.
   *
   * @param weights the parameters' arrays, in their order
   * @param record whether autograd records it
   * @param into what the outputs lie in
   * @throws io.repconv.graph.RepconvException UNSUPPORTED_OPERATOR, SHAPE_MISMATCH
   */
  public PtNDArray[] run(
      PtNDArray[] weights, PtNDArray[] inputs, boolean record, PtNDManager into) {
    List<Shape> shapes = Arrays.stream(inputs).map(PtNDArray::getShape).toList();
    Compiled compiled = scripts.computeIfAbsent(shapes, this::compile);
    PtNDArray[] known = compiled.constants().toArray(PtNDArray[]::new);
    try (IValue given = IValue.listFrom(weights);
        IValue constants = IValue.listFrom(known);
        IValue fed = IValue.listFrom(inputs);
        IValue result =
            record
                ? compiled.script().record("forward", given, constants, fed)
                : compiled.script().run("forward", given, constants, fed)) {
      return result.toTensorArray(into);
    }
  }

  private Compiled compile(List<Shape> shapes) {
    List<io.repconv.graph.Shape> sizes =
        shapes.stream().map(shape -> io.repconv.graph.Shape.of(shape.getShape())).toList();
    Script script = ScriptFromGraph.write("forward", graph, sizes, parameters, norms);
    PtNDManager own = memory.newSubManager(memory.getDevice());
    List<PtNDArray> constants =
        script.constants().stream().map(tensor -> TorchTensors.toTorch(own, tensor)).toList();
    return new Compiled(TorchScript.compile(own, script.source()), constants, own);
  }

  @Override
  public void close() {
    scripts.values().forEach(Compiled::close);
    scripts.clear();
  }
}
