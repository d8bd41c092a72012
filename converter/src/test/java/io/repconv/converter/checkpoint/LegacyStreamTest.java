package io.repconv.converter.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.torchscript.PickleWriter;
import io.repconv.converter.torchscript.PickleWriter.Name;
import io.repconv.converter.torchscript.PickleWriter.Storage;
import io.repconv.converter.torchscript.PickleWriter.TupleOf;
import io.repconv.converter.torchscript.TinyArchive;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyStreamTest {
  /** The first pickle of every such file. */
  private static final byte[] MAGIC = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };

  @TempDir private Path folder;

  /** A file of one tensor [1.5, -2] over the storage "7". */
  private static byte[] stream(long protocol, boolean littleEndian, List<Object> keys, long count) {
    Object tensor =
        TinyArchive.rebuild(new Storage("FloatStorage", "7", 2), 0, List.of(2L), List.of(1L));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(PickleWriter.pickle(protocol));
    out.writeBytes(PickleWriter.pickle(Map.of("little_endian", littleEndian)));
    out.writeBytes(PickleWriter.pickle(Map.of("w", tensor)));
    out.writeBytes(PickleWriter.pickle(keys));
    ByteBuffer numbers = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(numbers.putLong(count).putFloat(1.5f).putFloat(-2).array());
    return out.toByteArray();
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.pth"), content);
  }

  private StateDict read(byte[] content) throws IOException {
    return StateDict.read(file(content));
  }

  @Test
  void readsStoragesBehindThePickles() throws IOException {
    Tensor tensor = requireNonNull(read(stream(1001, true, List.of("7"), 2)).tensors().get("w"));
    assertThat(tensor.doubles()).containsExactly(1.5, -2);
  }

  @ParameterizedTest(name = "protocol {0}, little-endian {1}, storages {2} of {3}: {4}")
  @CsvSource({
    "1000, true, 7, 2, RC-112",
    "1001, false, 7, 2, RC-112",
    "1001, true, 8, 2, RC-106",
    "1001, true, 7 7, 2, RC-106",
    "1001, true, 7, 3, RC-106",
    "1001, true, 7, -1, RC-106",
    "1001, true, 7, 4611686018427387904, RC-106"
  })
  void refusesStoragesThatAreNotTheObjects(
      long protocol, boolean littleEndian, String keys, long count, String code) {
    List<Object> list = Arrays.<Object>asList((Object[]) keys.split(" "));

    assertThatThrownBy(() -> read(stream(protocol, littleEndian, list, count)))
        .isInstanceOf(RepconvException.class)
        .hasMessageContaining(code);
  }

  @Test
  void refusesATensorWhoseStorageIsNotThere() {
    assertThatThrownBy(() -> read(stream(1001, true, List.of(), 2)))
        .hasMessageContaining("no storage 'data/7'")
        .hasMessageContaining("[RC-114]");
  }

  @Test
  void refusesAStorageThatIsAPartOfAnother() {
    Object id =
        new TupleOf(
            List.of(
                "storage",
                new Name("torch", "FloatStorage"),
                "7",
                "cpu",
                2L,
                new TupleOf(List.of("8", 1L, 2L))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(PickleWriter.pickle(1001L));
    out.writeBytes(PickleWriter.pickle(Map.of("little_endian", true)));
    byte[] pickle = PickleWriter.pickle(id);
    pickle[pickle.length - 1] = 'Q';
    out.writeBytes(pickle);
    out.write('.');

    assertThatThrownBy(() -> read(out.toByteArray()))
        .hasMessageContaining("a storage that is a part of another")
        .hasMessageContaining("[RC-112]");
  }

  @Test
  void refusesEveryBeginningOfAFile() throws IOException {
    byte[] whole = stream(1001, true, List.of("7"), 2);
    for (int length = MAGIC.length - 1; length < whole.length; length++) {
      Path start = file(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> StateDict.read(start))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(RepconvException.class)
          .hasMessageContaining("[RC-105]");
    }
  }
}
