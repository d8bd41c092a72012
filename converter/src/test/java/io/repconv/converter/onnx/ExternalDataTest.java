package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
  @TempDir Path outer;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(outer.resolve("model"));
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
    Files.write(folder.resolve("w.bin"), bytes.array());
    Files.write(outer.resolve("secret.bin"), bytes.array());
  }

  private Path model(Map<String, String> fields) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT.getNumber())
            .addDims(2)
            .setDataLocation(DataLocation.EXTERNAL);
    new TreeMap<>(fields)
        .forEach(
            (key, value) ->
                tensor.addExternalData(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return OnnxFile.ofOpset(13)
        .input("x", 2)
        .initializer(tensor.build())
        .node("Add", "x,w", "y")
        .output("y")
        .write(folder.resolve("m.onnx"));
  }

  private void assertRefused(Map<String, String> fields, ErrorCode code, String... parts) {
    Path model = model(fields);
    assertThatThrownBy(() -> GraphFromOnnx.read(model))
        .isInstanceOfSatisfying(RepconvException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining("initializer 'w'")
        .hasMessageContainingAll(parts);
  }

  @Test
  void bytesAtAnOffsetAreRead() {
    Path model = model(Map.of("location", "w.bin", "offset", "4", "length", "8"));

    Tensor weight = GraphFromOnnx.read(model).graph().nodes().get(0).input(1).constant();

    assertThat(weight).isNotNull();
    assertThat(weight.doubles()).containsExactly(2, 3);
  }

  @Test
  void withoutALengthTheDimensionsSayIt() {
    Path model = model(Map.of("location", "w.bin"));

    Tensor weight = GraphFromOnnx.read(model).graph().nodes().get(0).input(1).constant();

    assertThat(weight).isNotNull();
    assertThat(weight.doubles()).containsExactly(1, 2);
  }

  @Test
  void refusesAPathThatLeavesTheFolder() throws IOException {
    assertRefused(
        Map.of("location", "../secret.bin"),
        ErrorCode.OUTSIDE_FOLDER,
        "its data lies in '../secret.bin'",
        "a relative path inside " + folder.toRealPath());
  }

  @Test
  void refusesAnAbsolutePath() {
    Path inside = folder.resolve("w.bin").toAbsolutePath();
    assertRefused(
        Map.of("location", inside.toString()), ErrorCode.OUTSIDE_FOLDER, inside.toString());
  }

  @Test
  void refusesALinkThatLeavesTheFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.bin"), outer.resolve("secret.bin"));
    assertRefused(
        Map.of("location", "link.bin"),
        ErrorCode.OUTSIDE_FOLDER,
        "link.bin (a link to " + outer.resolve("secret.bin").toRealPath());
  }

  @Test
  void refusesALinkedFolderThatLeavesTheFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve("up"), outer);
    assertRefused(Map.of("location", "up/secret.bin"), ErrorCode.OUTSIDE_FOLDER, "up/secret.bin");
  }

  @Test
  void namesAMissingFile() {
    assertRefused(
        Map.of("location", "lost.bin"),
        ErrorCode.MISSING_DATA,
        "its data file lost.bin is not there");
  }

  @Test
  void refusesAnEmptyLocation() {
    assertRefused(Map.of("offset", "0"), ErrorCode.OUTSIDE_FOLDER, "its data lies in ''");
  }

  @Test
  void refusesAPlaceBehindTheEndOfTheFile() {
    assertRefused(
        Map.of("location", "w.bin", "offset", "12", "length", "8"),
        ErrorCode.MALFORMED,
        "bytes 12 to 20 of w.bin",
        "a place in its 16 bytes");
  }

  @Test
  void refusesAnOffsetThatOverflows() {
    assertRefused(
        Map.of("location", "w.bin", "offset", "999999999999999999"),
        ErrorCode.MALFORMED,
        "a place in its 16 bytes");
  }

  @Test
  void refusesANumberThatIsNone() {
    assertRefused(
        Map.of("location", "w.bin", "offset", "-4"),
        ErrorCode.MALFORMED,
        "offset or length '-4'",
        "a number of bytes");
  }

  @Test
  void refusesAnotherLengthThanTheDimensionsNeed() {
    assertRefused(
        Map.of("location", "w.bin", "length", "16"),
        ErrorCode.MALFORMED,
        "its external data has 16 bytes",
        "8 bytes for dimensions [2]");
  }
}
