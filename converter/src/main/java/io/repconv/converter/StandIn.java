package io.repconv.converter;

import io.repconv.converter.file.TemporaryFolder;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.script.TorchGraph;
import io.repconv.runtime.torch.TorchOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Stands for a model that nothing here can run: the network as it was read of it, unfolded and
 * without an optimizer. It tells nothing of the reading itself; reports say so.
 */
final class StandIn implements RunnableModel {
  private static final String EXPORTED_PROGRAM =
      "Only PyTorch runs a .pt2: the network as it was read, unfolded, stood in its place. So the"
          + " reading itself was not compared with PyTorch.";

  private static final String ARCHITECTURE =
      "The architecture's network with these weights, unfolded, stood in the original's place. So"
          + " the network itself was not compared with its author's code.";

  private final String note;
  private final RunnableModel model;

  /**
   * A stand-in.
   *
   * @param note what the user should know of it
   */
  private StandIn(RunnableModel model, String note) {
    this.model = model;
    this.note = note;
  }

  /** The network of a .pt2 in ONNX Runtime. */
  static StandIn ofExportedProgram(Graph graph, OnnxOptions options) {
    try (TemporaryFolder folder = TemporaryFolder.create("repconv")) {
      Path file = folder.path().resolve("imported.onnx");
      OnnxFromGraph.write(graph, options, file);
      return new StandIn(OrtModel.open(file, OrtOptions.PLAIN), EXPORTED_PROGRAM);
    }
  }

  /** The network of an architecture in libtorch. */
  static StandIn ofArchitecture(Graph graph, TorchOptions options) {
    return new StandIn(new TorchGraph(graph, options), ARCHITECTURE);
  }

  @Override
  public String runtime() {
    return model.runtime();
  }

  @Override
  public List<String> notes() {
    return List.of(note);
  }

  @Override
  public boolean isOriginal() {
    return false;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return model.run(inputs);
  }

  @Override
  public void close() {
    model.close();
  }
}
