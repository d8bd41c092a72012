package io.repconv.converter.report;

import io.repconv.converter.Export;
import io.repconv.converter.Fixtures;
import io.repconv.converter.Folded;
import io.repconv.converter.Model;
import io.repconv.converter.Verification;
import io.repconv.converter.WriteOptions;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Vocabulary;
import io.repconv.runtime.Device;
import io.repconv.runtime.check.CheckPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports on small models, of every outcome a command can have. */
final class Reports {
  /** A name that is markup wherever it is not escaped. */
  static final String HOSTILE = "<script>alert('x')</script>\"&]]>|`_*[a](http://b)\u202e\u0001";

  private static final CheckPolicy QUICK = CheckPolicy.DEFAULT.withMultiplyAdds(2e7);

  private final Path folder;

  Reports(Path folder) {
    this.folder = folder;
  }

  List<Report> ofEveryOutcome() {
    return List.of(passed(), failed(), unchecked(), refused(), unread(), hostile(), verified());
  }

  Report passed() {
    return export("acb.onnx11-bn.onnx", QUICK);
  }

  Report failed() {
    return export("acb.onnx11-bn.onnx", QUICK.withTolerance(1e-30));
  }

  Report unchecked() {
    Folded folded = Model.read(Fixtures.model("dbb.onnx13-bn.onnx")).fold();
    return Report.of(folded.write(folder.resolve("w.onnx"), WriteOptions.DEFAULT), Map.of());
  }

  Report verified() {
    return Report.of(
        Verification.of(
            Model.read(Fixtures.model("repvgg.onnx9-bn.onnx")),
            Model.read(Fixtures.model("repvgg-deploy.onnx")),
            QUICK,
            Device.CPU));
  }

  /** A block that had to be single-branch and is not. */
  Report refused() {
    Folded folded = Model.read(Fixtures.model("trap-exclusive-average.traced.pt")).fold();
    try {
      folded.requireSingleBranch();
      throw new AssertionError("not refused");
    } catch (RepconvException e) {
      return Report.failed("export", folded.model().path(), Optional.of(folded), e);
    }
  }

  Report unread() {
    Path missing = folder.resolve("a b#c.pt");
    try {
      Model.read(missing);
      throw new AssertionError("not refused");
    } catch (RepconvException e) {
      return Report.failed("export", missing, Optional.empty(), e);
    }
  }

  /** Everything that a file names has a hostile name, and the check fails. */
  Report hostile() {
    GraphBuilder graph = new GraphBuilder(HOSTILE);
    Value x = graph.input(HOSTILE, ElementType.FLOAT, Shape.of(1, 2, 6, 6));
    Value sum = graph.add(add(), List.of(conv(graph, x, "a"), conv(graph, x, "b")), at("sum"), "s");
    graph.output(graph.add(add(), List.of(sum, x), at("add"), HOSTILE + "out"));
    Path model = folder.resolve("hostile.onnx");
    OnnxFromGraph.write(graph.build(), OnnxOptions.DEFAULT, model);
    return export(Model.read(model), QUICK.withTolerance(1e-30));
  }

  private static Op add() {
    return Vocabulary.operator("Add", Attributes.NONE).orElseThrow();
  }

  private static Value conv(GraphBuilder graph, Value x, String name) {
    double[] weights = new double[2 * 2 * 9];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.sin(i + name.length());
    }
    Value weight =
        graph.constant(
            HOSTILE + name, Tensor.of(ElementType.FLOAT, new long[] {2, 2, 3, 3}, weights));
    Op conv =
        Vocabulary.operator("Conv", Attributes.NONE.with("pads", List.of(1L, 1L, 1L, 1L)))
            .orElseThrow();
    return graph.add(conv, List.of(x, weight), at(name), HOSTILE + name + "y");
  }

  private static Origin at(String name) {
    return Origin.of(HOSTILE + "." + name);
  }

  private Report export(String model, CheckPolicy policy) {
    return export(Model.read(Fixtures.model(model)), policy);
  }

  private Report export(Model model, CheckPolicy policy) {
    Path target = folder.resolve("deployed.onnx");
    Export export = model.fold().export(target, WriteOptions.DEFAULT, policy, Device.CPU);
    return Report.of(export, Map.of());
  }
}
