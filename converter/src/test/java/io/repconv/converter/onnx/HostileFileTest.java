package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken and hostile files end in a message that names what is wrong. */
class HostileFileTest {
  @TempDir Path folder;

  private static OnnxFile image() {
    return OnnxFile.ofOpset(13).input("x", 1, 3, 8, 8).output("y");
  }

  private void assertRefused(OnnxFile file, ErrorCode code, String... parts) {
    assertRefused(file.write(folder.resolve("m.onnx")), code, parts);
  }

  private static void assertRefused(Path file, ErrorCode code, String... parts) {
    assertThatThrownBy(() -> GraphFromOnnx.read(file))
        .isInstanceOfSatisfying(RepconvException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  @Test
  void aFileThatIsNotThere() {
    assertRefused(folder.resolve("no.onnx"), ErrorCode.FILE_NOT_FOUND, "no such file");
  }

  @Test
  void aFolder() {
    assertRefused(folder, ErrorCode.FILE_NOT_FOUND, "not a regular file");
  }

  @Test
  void anEmptyFile() throws IOException {
    assertRefused(Files.createFile(folder.resolve("e.onnx")), ErrorCode.EMPTY_FILE, "is empty");
  }

  @Test
  void aTruncatedFile() throws IOException {
    byte[] bytes = image().node("Relu", "x", "y").bytes();
    Path file = Files.write(folder.resolve("t.onnx"), Arrays.copyOf(bytes, bytes.length - 9));

    assertRefused(file, ErrorCode.TRUNCATED, "truncated");
  }

  @Test
  void anotherMessage() throws IOException {
    assertRefused(
        Files.write(folder.resolve("o.onnx"), new byte[] {8, 8}),
        ErrorCode.MALFORMED,
        "holds no graph");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void damagedBytesNeverEndInAnythingElse(int seed) throws IOException {
    byte[] whole =
        OnnxFile.ofOpset(13)
            .input("x", "n", 3, 8, 8)
            .floats("w", List.of(2L, 3L, 1L, 1L), 1, 2, 3, 4, 5, 6)
            .ints("axes", 2, 3)
            .node("Conv", "x,w", "c", OnnxFile.integers("pads", 1, 1, 1, 1))
            .node("ReduceSum", "c,axes", "r")
            .node("Concat", "r,c", "k", OnnxFile.attribute("axis", 1))
            .node("Relu", "r", "y")
            .output("y")
            .bytes();
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("d.onnx"), damaged);

      Throwable thrown = catchThrowable(() -> GraphFromOnnx.read(file));

      if (thrown != null) {
        assertThat(thrown).isInstanceOf(RepconvException.class);
      }
    }
  }

  @Test
  void dimensionsThatNoFileCouldHold() {
    TensorProto huge = OnnxFile.floatTensor("w", List.of(1048576L, 1048576L, 3L, 3L));

    assertRefused(
        image().initializer(huge).node("Conv", "x,w", "y"),
        ErrorCode.TOO_LARGE,
        "tensor 'w'",
        "dimensions [1048576, 1048576, 3, 3]");
  }

  @Test
  void dimensionsWhoseProductOverflows() {
    TensorProto huge = OnnxFile.floatTensor("w", List.of(1L << 32, 1L << 32));

    assertRefused(
        image().initializer(huge).node("MatMul", "x,w", "y"),
        ErrorCode.TOO_LARGE,
        "[4294967296, 4294967296]");
  }

  @Test
  void moreDataThanTheDimensionsSay() {
    assertRefused(
        image().floats("w", List.of(2L), 1, 2, 3).node("Add", "x,w", "y"),
        ErrorCode.MALFORMED,
        "tensor 'w': 12 bytes of data, expected 8 bytes for FLOAT of dimensions [2]");
  }

  @Test
  void lessTypedDataThanTheDimensionsSay() {
    TensorProto few =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT.getNumber())
            .addDims(1000)
            .addFloatData(1)
            .build();

    assertRefused(
        image().initializer(few).node("Add", "x,w", "y"),
        ErrorCode.MALFORMED,
        "1 values of data, expected 1000 values");
  }

  @Test
  void aNegativeDimension() {
    assertRefused(
        image().floats("w", List.of(-2L, -2L)).node("Add", "x,w", "y"),
        ErrorCode.MALFORMED,
        "dimensions [-2, -2], expected none below zero");
  }

  @Test
  void anElementTypeThatOnnxDoesNotDefine() {
    TensorProto odd = TensorProto.newBuilder().setName("w").setDataType(99).build();

    assertRefused(
        image().initializer(odd).node("Add", "x,w", "y"), ErrorCode.MALFORMED, "element type 99");
  }

  @Test
  void aCycle() {
    assertRefused(
        image().node("Add", "x,b", "a").node("Relu", "a", "b").node("Relu", "b", "y"),
        ErrorCode.CYCLE,
        "node 'n_a' (Add)",
        "cycle");
  }

  @Test
  void aNodeThatReadsItself() {
    assertRefused(image().node("Add", "x,y", "y"), ErrorCode.CYCLE, "node 'n_y' (Add)", "cycle");
  }

  @Test
  void anInputThatNothingDefines() {
    assertRefused(
        image().node("Relu", "nowhere", "y"),
        ErrorCode.DANGLING,
        "node 'n_y' (Relu): it reads 'nowhere', which nothing defines");
  }

  @Test
  void anOutputThatNothingDefines() {
    assertRefused(image().node("Relu", "x", "z"), ErrorCode.DANGLING, "graph output: it reads 'y'");
  }

  @Test
  void aGraphWithoutOutputs() {
    assertRefused(
        OnnxFile.ofOpset(13).input("x", 1).node("Relu", "x", "z"),
        ErrorCode.MALFORMED,
        "the graph has no output");
  }

  @Test
  void twoNodesThatDefineOneName() {
    assertRefused(
        image().node("Relu", "x", "y").node("Abs", "x", "y"),
        ErrorCode.MALFORMED,
        "its output 'y' is an output of node 'n_y' (Relu) already");
  }

  @Test
  void aNodeThatDefinesAnInput() {
    assertRefused(
        image().node("Relu", "x", "x").node("Abs", "x", "y"),
        ErrorCode.MALFORMED,
        "its output 'x' is an input or initializer already");
  }

  @Test
  void twoInitializersOfOneName() {
    assertRefused(
        image().ints("w", 1).ints("w", 2).node("Relu", "x", "y"),
        ErrorCode.MALFORMED,
        "two initializers are named 'w'");
  }

  @Test
  void operatorsThatOnnxDoesNotDefineAreAllNamed() {
    assertRefused(
        image().node("Frobnicate", "x", "a").node("Defrost", "a", "y"),
        ErrorCode.UNSUPPORTED_OPERATOR,
        "operator 'Frobnicate' is defined by no ONNX opset at node 'n_a' (Frobnicate)",
        "operator 'Defrost' is defined by no ONNX opset at node 'n_y' (Defrost)");
  }

  @Test
  void anOperatorOfALaterOpset() {
    assertRefused(
        image().node("Gelu", "x", "y"),
        ErrorCode.UNSUPPORTED_OPERATOR,
        "operator 'Gelu' is not part of opset 13");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 24, 999})
  void anOpsetThatIsNotRead(int opset) {
    assertRefused(
        OnnxFile.ofOpset(opset).input("x", 1).node("Relu", "x", "y").output("y"),
        ErrorCode.UNSUPPORTED_OPSET,
        "opset " + opset + ", expected opset 7 to 23");
  }

  @Test
  void anOperatorWithoutItsInputs() {
    assertRefused(
        image().node("Conv", "x", "y"), ErrorCode.MALFORMED, "node 'n_y' (Conv): 1 inputs");
  }

  @Test
  void anOperatorWithTooManyInputs() {
    assertRefused(image().node("Relu", "x,x", "y"), ErrorCode.MALFORMED, "2 inputs and 1 outputs");
  }

  @Test
  void anAttributeOfAnotherKind() {
    assertRefused(
        image().node("Transpose", "x", "y", OnnxFile.attribute("perm", "abc")),
        ErrorCode.MALFORMED,
        "attribute 'perm' is a Text, expected Ints");
  }

  @Test
  void theSameAttributeTwice() {
    assertRefused(
        image()
            .node(
                "Flatten", "x", "y", OnnxFile.attribute("axis", 1), OnnxFile.attribute("axis", 2)),
        ErrorCode.MALFORMED,
        "two attributes are named 'axis'");
  }

  @Test
  void aKernelForAnotherNumberOfChannels() throws IOException {
    Path file =
        image()
            .floats("w", List.of(1L, 5L, 1L, 1L), 1, 2, 3, 4, 5)
            .node("Conv", "x,w", "y")
            .write(folder.resolve("m.onnx"));

    assertThatThrownBy(() -> GraphFromOnnx.read(file))
        .hasMessageContaining("3 channels")
        .hasMessageContaining("5 channels");
  }

  @Test
  void aParameterThatIsNotANumber() {
    assertRefused(
        image().floats("w", List.of(1L), Float.NaN).node("Mul", "x,w", "y"),
        ErrorCode.NOT_A_NUMBER,
        "initializer 'w' of n_y",
        "NaN");
  }

  @Test
  void anInfiniteKernel() {
    assertRefused(
        image()
            .floats("w", List.of(1L, 3L, 1L, 1L), 1, Float.POSITIVE_INFINITY, 3)
            .node("Conv", "x,w", "y"),
        ErrorCode.NOT_A_NUMBER,
        "initializer 'w'",
        "an infinity");
  }

  @Test
  void anInfiniteMaskIsRead() {
    Path file =
        image()
            .floats("w", List.of(1L), Float.NEGATIVE_INFINITY)
            .node("Add", "x,w", "y")
            .write(folder.resolve("m.onnx"));

    assertThat(GraphFromOnnx.read(file).graph().nodes()).hasSize(1);
  }

  @Test
  void aShapeForAnInputThatIsNotThere() {
    Path file = image().node("Relu", "x", "y").write(folder.resolve("m.onnx"));

    assertThatThrownBy(() -> GraphFromOnnx.read(file, Map.of("z", Shape.of(1))))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_INPUT))
        .hasMessageContaining("a shape for input 'z', which the model does not have")
        .hasMessageContaining("one of [x]");
  }

  @Test
  void aShapeOfAnotherRank() {
    Path file = image().node("Relu", "x", "y").write(folder.resolve("m.onnx"));

    assertThatThrownBy(() -> GraphFromOnnx.read(file, Map.of("x", Shape.of(1, 3))))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHAPE_MISMATCH))
        .hasMessageContaining("input 'x': shape [1, 3] of rank 2, expected the model's rank 4");
  }

  @Test
  void subgraphsNestedDeeperThanProtobufAllows() throws IOException {
    Path file = Files.write(folder.resolve("n.onnx"), nestedModel().toByteArray());

    assertRefused(file, ErrorCode.MALFORMED, "nesting");
  }

  /** A node (1) with an attribute (5) with a graph (6), and so on. */
  private static ByteString nestedModel() {
    ByteString inner = ByteString.EMPTY;
    for (int depth = 0; depth < 60; depth++) {
      inner = field(1, field(5, field(6, inner)));
    }
    return field(7, inner);
  }

  private static ByteString field(int number, ByteString content) {
    int length = content.size();
    ByteString.Output out = ByteString.newOutput();
    out.write((number << 3) | 2);
    while (length >= 0x80) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    return out.toByteString().concat(content);
  }
}
