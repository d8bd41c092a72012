package io.repconv.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.repconv.converter.bundle.Bundle;
import io.repconv.converter.bundle.BundleReplay;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.converter.report.BenchJson;
import io.repconv.converter.report.BundleJson;
import io.repconv.converter.report.Report;
import io.repconv.converter.report.ReportJson;
import io.repconv.converter.report.TrainJson;
import io.repconv.converter.training.DeployedAccuracy;
import io.repconv.converter.training.TrainingFolder;
import io.repconv.converter.training.TrainingRun;
import io.repconv.graph.Graph;
import io.repconv.graph.text.GraphText;
import io.repconv.runtime.Device;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.train.EpochReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonGuideTest {
  /** Objects whose keys are names of the model's. */
  private static final Pattern FREE_KEYS =
      Pattern.compile(
          "(.*sizes|.*metrics|model\\.operators|check\\.seconds|environment\\.runtimes|original|deployed|rewrites)\\..*");

  @TempDir private Path folder;

  @Test
  void everyFieldOfTheJsonIsInTheGuideAndNoOther() throws IOException {
    Set<String> printed = new TreeSet<>();
    collect("", ofExport("acb.traced.pt", ReadOptions.DEFAULT.withHead(Head.SOFTMAX)), printed);
    collect("", ofExport("trap-exclusive-average.traced.pt", ReadOptions.DEFAULT), printed);
    collect("", ofWriting("dbb-assign.traced.pt"), printed);
    collect("", ofHalf(), printed);
    collect("", ofReplay(), printed);
    collect("", ofBench("acb.onnx11-bn.onnx"), printed);
    collect("", ofTraining(), printed);
    collect("", ofVerification("repvgg.onnx9-bn.onnx", "repvgg-deploy.onnx"), printed);
    collect("", ofVerification("expand.onnx9-bn.onnx", "dilated-branches.onnx13-bn.onnx"), printed);
    String beforeErrors =
        Files.readString(Fixtures.page("docs/guide/json.md")).split("## Errors", -1)[0];

    Set<String> documented =
        Pattern.compile("`([a-zA-Z]+[a-zA-Z.*\\[\\]0-9]*)`")
            .matcher(
                beforeErrors
                    .lines()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("\\|", -1)[1])
                    .collect(Collectors.joining()))
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented).isEqualTo(printed);
  }

  private JsonObject ofExport(String model, ReadOptions options) {
    Folded folded = Model.read(Fixtures.model(model), options).fold();
    Path target = folder.resolve("checked.onnx");
    CheckPolicy policy = CheckPolicy.DEFAULT.withMultiplyAdds(1e8);
    return json(folded.export(target, WriteOptions.DEFAULT, policy, Device.CPU));
  }

  private JsonObject ofWriting(String model) {
    Folded folded = Model.read(Fixtures.model(model)).fold();
    return json(folded.write(folder.resolve("written.onnx"), WriteOptions.DEFAULT));
  }

  private static JsonObject json(Export export) {
    return ReportJson.of(Report.of(export, Map.of()));
  }

  /** A softmax stays float. */
  private JsonObject ofHalf() {
    Path model = folder.resolve("softmax.onnx");
    Graph graph =
        GraphText.parse(
            """
            graph "g"
            input %x: float[N, 4]
            %y: float[N, 4] = Softmax(%x) {axis=1}
            output %y
            """);
    OnnxFromGraph.write(graph, OnnxOptions.DEFAULT, model);
    Folded half = Model.read(model).fold().inHalfPrecision(CheckPolicy.DEFAULT);
    return json(half.write(folder.resolve("half.onnx"), WriteOptions.DEFAULT));
  }

  private JsonObject ofReplay() {
    Folded folded = Model.read(Fixtures.model("acb.traced.pt")).fold();
    Export export = folded.write(folder.resolve("bundled.onnx"), WriteOptions.DEFAULT);
    Path bundle = folder.resolve("bundle");
    new Bundle(export, CheckPolicy.DEFAULT, new JsonObject()).write(bundle);
    return BundleJson.of(BundleReplay.of(bundle, Device.CPU, OptionalDouble.empty()));
  }

  private static JsonObject ofBench(String model) {
    BenchOptions options =
        new BenchOptions(
            ReadOptions.DEFAULT.withInput("1x3x16x16"), Map.of(), Device.CPU, 1, OptionalInt.of(1));
    try (Benchmark benchmark = new Benchmark(List.of(Fixtures.model(model)), options)) {
      return BenchJson.of(benchmark.run());
    }
  }

  private static JsonObject ofTraining() {
    EpochReport epoch = new EpochReport(0, Map.of("loss", 1.0), true);
    TrainingRun.Outcome outcome =
        new TrainingRun.Outcome(
            new TrainingFolder(Path.of("saved")),
            false,
            List.of(epoch),
            Optional.of(epoch),
            Optional.of(new DeployedAccuracy(2, 0.5, 0.5, List.of("image"))));
    return TrainJson.of("ResNet-18", 1, outcome);
  }

  private static JsonObject ofVerification(String original, String deployed) {
    return ReportJson.of(
        Report.of(
            Verification.of(
                Model.read(Fixtures.model(original)), Model.read(Fixtures.model(deployed)))));
  }

  /** The paths of all leaves. */
  private static void collect(String path, JsonElement element, Set<String> paths) {
    if (FREE_KEYS.matcher(path).matches()) {
      paths.add(path.substring(0, path.lastIndexOf('.')) + ".*");
    } else if (path.matches("(folds|quantization)\\[]\\.(before|after)\\..*")) {
      paths.add(path.substring(0, path.lastIndexOf('.')) + ".*");
    } else if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(
              entry ->
                  collect(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      paths));
    } else if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(child -> collect(path + "[]", child, paths));
    } else {
      paths.add(path);
    }
  }
}
