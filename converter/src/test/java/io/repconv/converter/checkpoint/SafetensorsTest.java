package io.repconv.converter.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.ElementType;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
  @TempDir private Path folder;

  private Path file(long length, String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer content =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    content.putLong(length).put(text).put(data);
    return Files.write(folder.resolve("model.safetensors"), content.array());
  }

  private Path file(String header, int bytes) throws IOException {
    String quoted = header.replace('\'', '"');
    return file(quoted.getBytes(StandardCharsets.UTF_8).length, quoted, new byte[bytes]);
  }

  private static Safetensors some() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("half", Tensor.of(ElementType.FLOAT16, new long[] {3}, new double[] {1, -0.5, 2}));
    tensors.put("w", Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, 4));
    tensors.put("steps", Tensor.scalar(7));
    tensors.put("none", Tensor.ofFloats(new long[] {0, 5}));
    return new Safetensors(tensors, Map.of("kind", "a \"text\"\nof lines"));
  }

  @Test
  void readsBackWhatItWrites() {
    Path file = folder.resolve("some");
    some().write(file);
    Safetensors read = Safetensors.read(file);

    assertThat(read.metadata()).isEqualTo(some().metadata());
    assertThat(read.tensors().keySet()).containsExactlyInAnyOrder("half", "w", "steps", "none");
    some()
        .tensors()
        .forEach(
            (name, tensor) -> {
              Tensor back = requireNonNull(read.tensors().get(name));
              assertThat(back.type()).isEqualTo(tensor.type());
              assertThat(back.shape()).isEqualTo(tensor.shape());
              assertThat(back.bytes()).isEqualTo(tensor.bytes());
            });
    assertThat(folder.toFile().list()).containsExactly("some");
  }

  @ParameterizedTest
  @EnumSource(names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
  void everyTypeHasAName(ElementType type) {
    Tensor ones =
        Tensor.stored(type, new long[] {2}, ByteBuffer.allocate(2 * type.bytes()).put(0, (byte) 1));
    new Safetensors(Map.of("x", ones), Map.of()).write(folder.resolve("x"));

    Tensor read = requireNonNull(Safetensors.read(folder.resolve("x")).tensors().get("x"));
    assertThat(read.type()).isEqualTo(type);
    assertThat(read.bytes()).isEqualTo(ones.bytes());
  }

  /** The bytes that the format's own library writes for this. */
  @Test
  void writesTheFormatsBytes() throws IOException {
    Path file = folder.resolve("one");
    new Safetensors(Map.of("wide", Tensor.ofFloats(new long[] {1, 2}, 1, -2)), Map.of())
        .write(file);

    String header = "{\"wide\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}     ";
    ByteBuffer expected = ByteBuffer.allocate(8 + header.length() + 8);
    expected.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length());
    expected.put(header.getBytes(StandardCharsets.UTF_8)).putFloat(1).putFloat(-2);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    assertThat(header.length() % 8).isZero();
  }

  @ParameterizedTest(name = "{3}: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}} | 16 | two tensors named 'a' | RC-112
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | begins at 4, where the one before ends at 8 | RC-106
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | begins at 0, where the one before ends at 8 | RC-106
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | begins at 4, where the one before ends at 0 | RC-106
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 9 | 1 bytes behind the last tensor | RC-106
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 7 | 7 bytes of tensors | RC-105
          {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | 8 | of type float and shape [3] in 8 bytes | RC-112
          {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}} | 0 | a list with the number 4611686018427387904 | RC-112
          {'a':{'dtype':'F32','shape':[9007199254740992,9007199254740992],'data_offsets':[0,0]}} | 0 | in 0 bytes | RC-112
          {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | 8 | a list with the number -2 | RC-112
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | 8 | lies at [8, 0] | RC-112
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}} | 8 | lies at [0] | RC-112
          {'a':{'dtype':'F8_E4M3','shape':[2],'data_offsets':[0,2]}} | 2 | numbers of type 'F8_E4M3' | RC-117
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}} | 8 | tensor 'a' has a field 'more' | RC-112
          {'a':{'dtype':'F32','shape':{},'data_offsets':[0,8]}} | 8 | not the JSON of the format | RC-112
          {'a':7} | 0 | not the JSON of the format | RC-112
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,3000000000]}} | 0 | in 3000000000 bytes | RC-112
          {'a':{'dtype':'F32','shape':[750000000],'data_offsets':[0,3000000000]}} | 0 | a tensor of 3000000000 bytes | RC-111
          {'__metadata__':{'k':'1','k':'2'}} | 0 | two metadata texts named 'k' | RC-112
          {'__metadata__':{}} {} | 0 | not the JSON of the format | RC-112
          """)
  void refuses(String header, int bytes, String observed, String code) throws IOException {
    Path file = file(header, bytes);

    assertThatThrownBy(() -> StateDict.read(file))
        .isInstanceOf(RepconvException.class)
        .hasMessageContaining(observed)
        .hasMessageContaining("[" + code + "]");
  }

  @Test
  void refusesAHeaderOfUnboundedLength() throws IOException {
    Path file = file(100_000_001, "{\"a\":", new byte[8]);

    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageContaining("a header of 100000001 bytes")
        .hasMessageContaining("[RC-111]");
  }

  @Test
  void refusesNestingWithoutEnd() throws IOException {
    Path file = file("{'a':" + "[".repeat(1_000_000), 0);

    assertThatThrownBy(() -> StateDict.read(file)).hasMessageContaining("[RC-112]");
  }

  @Test
  void refusesNaN() throws IOException {
    Path file = folder.resolve("nan");
    new Safetensors(Map.of("w", Tensor.ofFloats(new long[] {2}, 1, Float.NaN)), Map.of())
        .write(file);

    assertThatThrownBy(() -> Safetensors.read(file))
        .hasMessageContaining("w: element 1 of [2] is NaN")
        .hasMessageContaining("[RC-110]");
  }

  @Test
  void refusesEveryBeginningOfAFile() throws IOException {
    Path file = folder.resolve("some");
    some().write(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 10; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(RepconvException.class)
          .hasMessageContaining("[RC-105]");
    }
  }

  @Test
  void leavesWhatWasThereWhereItCannotWrite() {
    Path missing = folder.resolve("no-such-folder").resolve("x");

    assertThatThrownBy(() -> some().write(missing)).hasMessageContaining("[RC-303]");
    assertThat(folder.toFile().list()).isEmpty();
  }
}
