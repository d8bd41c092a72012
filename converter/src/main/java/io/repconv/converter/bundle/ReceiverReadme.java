package io.repconv.converter.bundle;

import io.repconv.converter.Export;
import io.repconv.converter.Model;
import io.repconv.converter.Version;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page for whoever receives a bundle: what it is, and the commands that run it. */
final class ReceiverReadme {
  private final Export export;
  private final List<Value> inputs;
  private final List<long[]> sizes;

  /**
   * @param fed the inputs of the first test data set, in their order
   */
  ReceiverReadme(Export export, List<Tensor> fed) {
    this.export = export;
    this.inputs = export.folded().graph().inputs();
    this.sizes = fed.stream().map(Tensor::dims).toList();
  }

  @Override
  public String toString() {
    return String.join(
        "\n", head(), ports(), files(), onnxRuntime(), tensorRt(), openVino(), ncnn(), licence());
  }

  private String head() {
    Model model = export.folded().model();
    int folds = export.folded().folds().size();
    return """
    # %s

    `model.onnx` was made by repconv %s from `%s` (%s): ONNX, opset %d, %s.
    %d of its convolutions replace a part of several layers each. %s
    """
        .formatted(
            model.path().getFileName(),
            Version.current(),
            model.path().getFileName(),
            model.format().title(),
            export.opset(),
            export.folded().keptInFloat().isPresent()
                ? "half precision between float32 inputs and outputs"
                : "the precision of the original",
            folds,
            export.check().isPresent()
                ? "The file was checked against the original; `report.json` has the numbers."
                : "The file was NOT checked against the original when it was written.");
  }

  private String ports() {
    StringBuilder text = new StringBuilder("| | name | type | shape |\n|---|---|---|---|\n");
    inputs.forEach(value -> text.append(row("input", value)));
    export.folded().graph().outputs().forEach(value -> text.append(row("output", value)));
    return text.append("\nLetters are sizes that are open. Images are laid out as NCHW.\n")
        .toString();
  }

  private static String row(String kind, Value value) {
    return "| %s | `%s` | %s | %s |\n"
        .formatted(kind, value.name(), value.element().text(), value.shape());
  }

  private static String files() {
    return """
    ## What is here

    | | |
    |---|---|
    | `model.onnx` | the model |
    | `test_data_set_*` | inputs, and the outputs that belong to them: the original computed in float64, rounded once |
    | `io.json` | inputs and outputs as data |
    | `report.json` | what was folded, and how the check came out |
    | `provenance.json` | what the model was made from, with its SHA-256 |
    | `SHA256SUMS` | checksums; `sha256sum -c SHA256SUMS` compares them |

    `repconv verify .` compares the checksums and runs every test data set. Expect differences of about 1e-6 of the largest
    output in float32, and of about 1e-3 where anything computes in half precision.
    """;
  }

  private static String onnxRuntime() {
    return """
    ## ONNX Runtime

    ```python
    import glob
    import numpy, onnx, onnxruntime
    from onnx import numpy_helper

    def tensor(file):
        with open(file, "rb") as f:
            return numpy_helper.to_array(onnx.TensorProto.FromString(f.read()))

    session = onnxruntime.InferenceSession("model.onnx", providers=["CPUExecutionProvider"])
    for data in sorted(glob.glob("test_data_set_*")):
        feed = {x.name: tensor(f"{data}/input_{i}.pb") for i, x in enumerate(session.get_inputs())}
        for i, y in enumerate(session.run(None, feed)):
            expected = tensor(f"{data}/output_{i}.pb")
            error = numpy.abs(y - expected).max() / numpy.abs(expected).max()
            print(data, session.get_outputs()[i].name, error)
    ```
    """;
  }

  private String tensorRt() {
    String shapes = each((name, size) -> name + ":" + x(size), ",");
    boolean open = inputs.stream().anyMatch(input -> !input.shape().isStatic());
    String options =
        open
            ? " --minShapes=%s --optShapes=%s --maxShapes=%s".formatted(shapes, shapes, shapes)
            : "";
    String precision = export.folded().keptInFloat().isPresent() ? " --fp16" : "";
    return """
    ## TensorRT

    ```
    trtexec --onnx=model.onnx%s%s --saveEngine=model.engine
    ```

    TensorRT computes float32 in TF32 where the device has it; `--noTF32` does not.
    """
        .formatted(options, precision);
  }

  private String openVino() {
    return """
    ## OpenVINO

    ```
    ovc model.onnx --input "%s"
    benchmark_app -m model.xml
    ```

    `ovc` stores weights in half precision unless `--compress_to_fp16=False` is given.
    """
        .formatted(each((name, size) -> name + list(size), ","));
  }

  private String ncnn() {
    return """
    ## ncnn

    ```
    pnnx model.onnx inputshape=%s
    ```

    This writes `model.ncnn.param` and `model.ncnn.bin`.
    """
        .formatted(sizes.stream().map(ReceiverReadme::list).collect(Collectors.joining(",")));
  }

  private String licence() {
    List<String> notes = new ArrayList<>();
    for (Map.Entry<String, String> entry : export.folded().model().metadata().entrySet()) {
      String key = entry.getKey().toLowerCase(Locale.ROOT);
      if (key.contains("license") || key.contains("licence")) {
        notes.add("The source's `%s`: %s".formatted(entry.getKey(), entry.getValue().strip()));
      }
    }
    return "## Licence\n\n"
        + (notes.isEmpty()
            ? "The source names no licence for its weights. Ask whoever gave you this bundle."
            : String.join("\n\n", notes))
        + "\n";
  }

  private interface Form {
    String text(String name, long[] size);
  }

  private String each(Form form, String separator) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      all.add(form.text(inputs.get(i).name(), sizes.get(i)));
    }
    return String.join(separator, all);
  }

  private static String x(long[] size) {
    return Arrays.stream(size).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }

  /** {@code [1,3,64,96]}. */
  private static String list(long[] size) {
    return Arrays.stream(size).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }
}
