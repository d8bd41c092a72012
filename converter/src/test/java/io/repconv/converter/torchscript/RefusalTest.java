package io.repconv.converter.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.PickleWriter.Storage;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs and parameters that cannot become a graph, and what is said of them. */
class RefusalTest {
  private static final Tensor THREE = Tensor.ofFloats(new long[] {3}, 1, 2, 3);

  @TempDir Path directory;

  private void assertRefused(TinyArchive archive, String shape, ErrorCode code, String... parts) {
    Path file = archive.write(directory);
    List<InputShape> shapes = shape.isEmpty() ? List.of() : List.of(InputShape.parse(shape));
    assertThatThrownBy(() -> GraphFromTorchScript.read(file, shapes))
        .hasMessageContainingAll(parts)
        .isInstanceOfSatisfying(RepconvException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** An archive whose attributes are tensors by name. */
  private static TinyArchive withTensors(Map<String, Tensor> tensors, String... body) {
    TinyArchive archive = TinyArchive.forward(body);
    Map<String, Object> attributes = new HashMap<>();
    tensors.forEach((name, tensor) -> attributes.put(name, archive.tensor(tensor)));
    return archive.model(new PickleWriter.Instance("__torch__", "M", attributes));
  }

  /** A batch norm that is training. */
  private static TinyArchive batchNorm(String statistics) {
    return withTensors(
        Map.of("s", THREE),
        "return torch.batch_norm(x, self.s, self.s, %s, %s, True, 0.1, 0.001, True)"
            .formatted(statistics, statistics));
  }

  @Test
  void branchOnTheContentOfATensor() {
    TinyArchive archive =
        TinyArchive.forward(
            "if bool(torch.gt(torch.sum(x), 0)):", "  y = x", "else:", "  y = x", "return y");
    assertRefused(
        archive,
        "2x3",
        ErrorCode.DATA_DEPENDENT,
        "M, code/__torch__.py:4: bool(torch.gt(torch.sum(x), 0)) depends on the content of a tensor",
        "torch.jit.trace");
  }

  @Test
  void allUnsupportedOperatorsAtOnce() {
    TinyArchive archive =
        TinyArchive.forward(
            "y = torch.fft_rfft2(x)",
            "z = torch.add(torch.cholesky(y), torch.relu(x))",
            "w, v, = torch.svd(z)",
            "return torch.fft_rfft2(w)");
    assertRefused(
        archive,
        "2x3",
        ErrorCode.UNSUPPORTED_OPERATOR,
        "3 operators that repconv does not support",
        "aten::fft_rfft2 at M, code/__torch__.py:4",
        "aten::cholesky at M, code/__torch__.py:5",
        "aten::svd at M, code/__torch__.py:6");
  }

  @Test
  void aBatchNormInTrainingMode() {
    assertRefused(
        batchNorm("self.s"),
        "Nx3xHxW",
        ErrorCode.TRAINING_MODE,
        "(aten::batch_norm): 'training' is true",
        "model.eval()");
  }

  @Test
  void aBatchNormWithoutRunningStatistics() {
    assertRefused(
        batchNorm("None"),
        "Nx3xHxW",
        ErrorCode.NO_RUNNING_STATISTICS,
        "track_running_stats=False",
        "Train it with track_running_stats=True");
  }

  @Test
  void attentionToOtherValuesThanTheQuery() {
    TinyArchive archive =
        withTensors(
            Map.of("w", Tensor.ofFloats(new long[] {1}, 1)),
            "v = torch.add(x, 1)",
            "y, z, = torch._native_multi_head_attention(x, x, v, 4, 2, self.w, self.w, self.w, self.w)",
            "return y");
    assertRefused(
        archive, "2x3x4", ErrorCode.UNSUPPORTED_OPERATOR, "another key or value than the query");
  }

  @Test
  void dropoutInTrainingMode() {
    assertRefused(
        TinyArchive.forward("return torch.dropout(x, 0.5, True)"),
        "2x3",
        ErrorCode.TRAINING_MODE,
        "model.eval()");
  }

  @Test
  void aParameterThatHoldsNan() {
    TinyArchive archive =
        withTensors(
            Map.of("weight", Tensor.ofFloats(new long[] {3}, 1, Float.NaN, 3)),
            "return torch.add(x, self.weight)");
    assertRefused(archive, "2x3", ErrorCode.NOT_A_NUMBER, "weight: element 1 of [3] is NaN");
  }

  @Test
  void anInputWithOtherChannels() {
    TinyArchive archive =
        withTensors(
            Map.of("w", Tensor.of(ElementType.FLOAT, new long[] {2, 3, 1, 1}, new double[6])),
            "return torch.conv2d(x, self.w)");
    assertRefused(
        archive, "1x4x8x8", ErrorCode.SHAPE_MISMATCH, "input with 4 channels, expected 3 channels");
  }

  @Test
  void anInputThatTheModelDoesNotHave() {
    assertRefused(
        TinyArchive.forward("return x"),
        "image=2x3",
        ErrorCode.UNKNOWN_INPUT,
        "an input 'image'",
        "one of [x]");
  }

  @Test
  void aSizeThatATraceFixedWhereTheUserAskedForASymbol() {
    assertRefused(
        TinyArchive.forward("return torch.view(x, [1, 6])"),
        "Nx3",
        ErrorCode.FIXED_SIZE,
        "(aten::view): the program holds the number 6 where the input's size gives 3*N",
        "torch.jit.script");
  }

  @Test
  void aBranchOnASizeThatIsOpen() {
    assertRefused(
        TinyArchive.forward(
            "if torch.lt(torch.size(x, 0), 7):", "  return x", "else:", "  return torch.relu(x)"),
        "Nx3",
        ErrorCode.UNKNOWN_SIZE,
        "needs the value of N < 7",
        "--input");
  }

  @Test
  void aReshapeThatFitsSomeSizesOnly() {
    assertRefused(
        TinyArchive.forward("return torch.view(torch.roll(x, [-3], [1]), [2, torch.size(x, 1)])"),
        "2xW",
        ErrorCode.UNKNOWN_SIZE,
        "(aten::view): [2, ?] reshaped to [2, W], expected the same number of elements whatever the sizes are",
        "--input");
  }

  @Test
  void aReshapeToAnotherNumberOfElements() {
    assertRefused(
        TinyArchive.forward("return torch.view(x, [torch.size(x, 0), 4])"),
        "Nx3",
        ErrorCode.UNSUPPORTED_OPERATOR,
        "(aten::view): [N, 3] reshaped to [N, 4], expected the same number of elements.");
  }

  @Test
  void anExceptionThatTheModelRaises() {
    assertRefused(
        TinyArchive.forward("ops.prim.RaiseException(\"bad shape\", \"ValueError\")", "return x"),
        "2x3",
        ErrorCode.UNSUPPORTED_SOURCE,
        "the model raises: bad shape");
  }

  @Test
  void aProgramThatDoesNotEnd() {
    assertRefused(
        TinyArchive.forward("while True:", "  y = 1", "return x"),
        "2x3",
        ErrorCode.TOO_LARGE,
        "steps of evaluation");
  }

  /** Each takes fewer than a tenth of the steps, counted by expressions alone. */
  static Stream<Arguments> programsOfFewStepsAndMuchWork() {
    String counted = "for i in range(%d):";
    return Stream.of(
        Arguments.of(
            "reads a long list again and again",
            TinyArchive.forward(
                "a = torch.mul([0], 100000)",
                counted.formatted(1000),
                "  b = torch.len(a)",
                "return x")),
        Arguments.of(
            "reads a long text again and again",
            TinyArchive.forward(
                "a = \"%s\"".formatted("t".repeat(100_000)),
                counted.formatted(1000),
                "  b = torch.len(a)",
                "return x")),
        Arguments.of(
            "adds many nodes",
            TinyArchive.forward(
                "y = x", counted.formatted(500_000), "  y = torch.relu(y)", "return y")),
        Arguments.of(
            "compares lists of lists of one list",
            TinyArchive.forward(
                "a = [0]",
                "b = [0]",
                counted.formatted(15),
                "  a = [a, a]",
                "  b = [b, b]",
                counted.formatted(1000),
                "  c = torch.eq(a, b)",
                "return x")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programsOfFewStepsAndMuchWork")
  void workCountsAndNotOnlySteps(String what, TinyArchive archive) {
    assertRefused(archive, "2x3", ErrorCode.TOO_LARGE, "steps of evaluation");
  }

  @Test
  void aComparisonThatTakesMoreThanItsLists() {
    assertRefused(
        TinyArchive.forward(
            "a = [0]",
            "b = [0]",
            "for i in range(60):",
            "  a = [a, a]",
            "  b = [b, b]",
            "c = torch.eq(a, b)",
            "return x"),
        "2x3",
        ErrorCode.UNSUPPORTED_SOURCE,
        "aten::eq: more than 100000 elements, expected numbers within bounds");
  }

  @Test
  void aRecursionThatDoesNotEnd() {
    assertRefused(
        TinyArchive.forward("return (self).forward(x, )"),
        "2x3",
        ErrorCode.TOO_LARGE,
        "calls nested deeper than");
  }

  @Test
  void aListThatGrowsWithoutEnd() {
    assertRefused(
        TinyArchive.forward(
            "a = [1]", "while True:", "  b = torch.add(a, a)", "  a = b", "return x"),
        "2x3",
        ErrorCode.UNSUPPORTED_OPERATOR,
        "a list of");
  }

  @Test
  void aTensorThatReachesOutsideItsStorage() {
    TinyArchive archive = TinyArchive.forward("return torch.add(x, self.w)");
    archive.stored("data/0", new byte[8]);
    Object tensor =
        TinyArchive.rebuild(new Storage("FloatStorage", "0", 2), 1, List.of(2L), List.of(1L));
    archive.model(new PickleWriter.Instance("__torch__", "M", Map.of("w", tensor)));
    assertRefused(
        archive, "2x2", ErrorCode.CORRUPT, "w: a tensor with element 2 of a storage of 2");
  }

  @Test
  void aSmallStorageExpandedToAHugeTensor() {
    TinyArchive archive = TinyArchive.forward("return torch.add(x, self.w)");
    archive.stored("data/0", new byte[4]);
    Object tensor =
        TinyArchive.rebuild(
            new Storage("FloatStorage", "0", 1), 0, List.of(20000L, 20000L), List.of(0L, 0L));
    archive.model(new PickleWriter.Instance("__torch__", "M", Map.of("w", tensor)));
    assertRefused(archive, "2x2", ErrorCode.TOO_LARGE, "400000000 elements");
  }

  @Test
  void aTensorWithNegativeSizes() {
    TinyArchive archive = TinyArchive.forward("return torch.add(x, self.w)");
    archive.stored("data/0", new byte[4]);
    Object tensor =
        TinyArchive.rebuild(new Storage("FloatStorage", "0", 1), 0, List.of(-1L), List.of(1L));
    archive.model(new PickleWriter.Instance("__torch__", "M", Map.of("w", tensor)));
    assertRefused(archive, "2x2", ErrorCode.CORRUPT, "sizes [-1]");
  }

  @Test
  void attributesNamesAndMethodsThatAreNotThere() {
    for (String line :
        Arrays.asList("return self.nothing", "return nothing", "return (self).nothing(x, )")) {
      assertRefused(
          TinyArchive.forward(line), "2x3", ErrorCode.UNSUPPORTED_SOURCE, "'nothing'", ":4");
    }
  }

  @Test
  void outputsThatAreNoTensors() {
    assertRefused(
        TinyArchive.forward("return 1"),
        "2x3",
        ErrorCode.UNSUPPORTED_SOURCE,
        "returns the number 1");
    assertRefused(
        TinyArchive.forward("return None"), "2x3", ErrorCode.UNSUPPORTED_SOURCE, "no tensor");
  }
}
