package io.repconv.converter.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.PickleWriter.Instance;
import io.repconv.converter.torchscript.PickleWriter.Storage;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.interpret.Interpreter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shapes that are given, assumed, found or fixed, and the types of parameters. */
class InputsTest {
  @TempDir Path directory;

  private ImportedModel read(TinyArchive archive, String... shapes) {
    return GraphFromTorchScript.read(
        archive.write(directory), List.of(shapes).stream().map(InputShape::parse).toList());
  }

  private static TinyArchive withWeight(ElementType type, long[] dims, String... body) {
    TinyArchive archive = TinyArchive.forward(body);
    double[] zeros = new double[(int) Tensor.elements(dims)];
    Object weight = archive.tensor(Tensor.of(type, dims, zeros));
    return archive.model(new Instance("__torch__", "M", Map.of("w", weight)));
  }

  private static TinyArchive withWeight(long[] dims, String... body) {
    return withWeight(ElementType.FLOAT, dims, body);
  }

  @Test
  void findsTheChannelsOfTheFirstConvolution() {
    TinyArchive archive =
        withWeight(
            new long[] {4, 5, 3, 3},
            "y = torch.relu(x)",
            "return torch.conv2d(y, self.w, None, [2, 2])");
    assertThat(read(archive).graph().inputs().get(0)).hasToString("%x: float[N, 5, H, W]");
  }

  @Test
  void findsTheRankWithTheChannels() {
    TinyArchive line = withWeight(new long[] {4, 5, 3}, "return torch.conv1d(x, self.w)");
    assertThat(read(line).graph().inputs().get(0)).hasToString("%x: float[N, 5, H]");
    TinyArchive volume = withWeight(new long[] {4, 5, 3, 3, 3}, "return torch.conv3d(x, self.w)");
    assertThat(read(volume).graph().inputs().get(0)).hasToString("%x: float[N, 5, H, W, D]");
  }

  @Test
  void takesTheTypeOfTheParameters() {
    TinyArchive archive =
        withWeight(ElementType.FLOAT16, new long[] {4, 5, 1, 1}, "return torch.conv2d(x, self.w)");
    ImportedModel model = read(archive);
    assertThat(model.graph().inputs().get(0).element()).isEqualTo(ElementType.FLOAT16);
    assertThat(model.graph().outputs().get(0).element()).isEqualTo(ElementType.FLOAT16);
  }

  @Test
  void takesShapesAndTypesOfTheTracedInputsAndReportsTheirSizes() {
    TinyArchive archive =
        TinyArchive.forward("return torch.relu(x)")
            .tracedInputs(
                List.of(Tensor.of(ElementType.DOUBLE, new long[] {2, 7, 5}, new double[70])));
    ImportedModel model = read(archive);
    assertThat(model.graph().inputs().get(0)).hasToString("%x: double[N, 7, H]");
    assertThat(model.seen()).isEqualTo(Map.of("N", 2L, "H", 5L));
  }

  @Test
  void setsASizeThatATraceFixedWhereNobodyAskedForTheSymbol() {
    TinyArchive fixed =
        withWeight(
            new long[] {4, 3, 3, 3},
            "y = torch.conv2d(x, self.w, None, [2, 2])",
            "return torch.add(y, torch.ones([7, 1]))");
    ImportedModel model = read(fixed);
    assertThat(model.graph().inputs().get(0)).hasToString("%x: float[N, 3, 15, W]");
    assertThat(model.notices()).hasSize(1);
    assertThat(model.notices().get(0)).contains("is fixed to 7", "the input has that size");
  }

  @Test
  void leavesASizeOpenThatOnlyAnExpansionFixed() {
    TinyArchive archive =
        TinyArchive.forward(
            "y = torch.clone(x)",
            "v = torch.view(torch.select(torch.select(x, 0, 0), 1, 0), [-1, 1])",
            "_0 = torch.copy_(torch.slice(y, 2, 0, 1), torch.expand(v, [1, 3, 1]))",
            "_1 = torch.copy_(y, torch.expand(v, [3, 8]))",
            "return torch.relu(y)");
    ImportedModel model = read(archive, "Nx3xW");
    assertThat(model.lifted()).hasSize(1);
    assertThat(model.seen()).isEqualTo(Map.of("W", 8L));
    assertThatThrownBy(() -> model.requireFree(model.graph()))
        .hasMessageContaining("the program holds the number 8 where the input's size gives W")
        .hasMessageEndingWith("[RC-203]");
  }

  @Test
  void refusesAnOutputOfWhichATraceFixedTheSize() {
    TinyArchive archive =
        TinyArchive.forward(
            "v = torch.view(torch.select(torch.select(x, 0, 0), 1, 0), [-1, 1])",
            "return torch.copy_(x, torch.expand(v, [3, 8]))");
    assertThatThrownBy(() -> read(archive, "Nx3xW"))
        .hasMessageContaining("(aten::copy_): the program holds the number 8");
  }

  @Test
  void readsStridedAndBigEndianTensors() {
    TinyArchive archive = TinyArchive.forward("return torch.add(x, self.w)");
    ByteBuffer bytes = ByteBuffer.allocate(6 * 4); // big-endian
    for (int i = 0; i < 6; i++) {
      bytes.putFloat(i);
    }
    archive.stored("data/0", bytes.array());
    archive.stored("byteorder", "big".getBytes(StandardCharsets.UTF_8));
    Object transposed =
        TinyArchive.rebuild(
            new Storage("FloatStorage", "0", 6), 0, List.of(2L, 3L), List.of(1L, 2L));
    archive.model(new Instance("__torch__", "M", Map.of("w", transposed)));
    Tensor zero = Tensor.ofFloats(new long[] {2, 3}, 0, 0, 0, 0, 0, 0);
    assertThat(
            Interpreter.run(read(archive, "2x3").graph(), Map.of("x", zero))
                .get("output")
                .doubles())
        .containsExactly(0, 2, 4, 1, 3, 5);
  }

  @Test
  void keepsTiedWeightsOneConstant() {
    TinyArchive archive = TinyArchive.forward("return torch.add(torch.add(x, self.a), self.b)");
    Object tensor = archive.tensor(Tensor.ofFloats(new long[] {3}, 1, 2, 3));
    archive.model(new Instance("__torch__", "M", Map.of("a", tensor, "b", tensor)));
    var nodes = read(archive, "2x3").graph().nodes();
    assertThat(nodes.get(0).input(1)).isSameAs(nodes.get(1).input(1));
  }
}
