package io.repconv.converter.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchArchiveTest {
  @TempDir Path directory;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsStoredAndDeflatedEntriesUnderAnyFolderName() {
    Path file =
        new TinyArchive("any name")
            .stored("data/0", new byte[] {1, 2, 3})
            .code("__torch__", "class M(Module):\n  pass\n")
            .writeZip(directory);
    TorchArchive.read(
        file,
        archive -> {
          assertThat(archive.names()).containsExactly("version", "data/0", "code/__torch__.py");
          assertThat(archive.bytes("data/0").get(2)).isEqualTo((byte) 3);
          assertThat(archive.text("code/__torch__.py")).startsWith("class M");
          assertThat(archive.byteOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
          return true;
        });
  }

  @Test
  void keepsMappedBytesAfterItIsClosed() {
    Path file = new TinyArchive("m").stored("data/0", new byte[] {7}).writeZip(directory);
    var bytes = TorchArchive.read(file, archive -> archive.bytes("data/0"));
    assertThat(bytes.isDirect()).isTrue();
    assertThat(bytes.get(0)).isEqualTo((byte) 7);
  }

  @Test
  void honoursTheByteOrder() {
    Path file = new TinyArchive("m").stored("byteorder", utf8("big")).writeZip(directory);
    TorchArchive.read(
        file,
        archive -> {
          assertThat(archive.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
          return true;
        });
  }

  @Test
  void refusesEveryFlippedByteOfAStoredEntry() throws IOException {
    String digits = "0123456789";
    Path file = new TinyArchive("m").stored("data/0", utf8(digits)).writeZip(directory);
    byte[] content = Files.readAllBytes(file);
    int start = latin(content).indexOf(digits);
    for (int at = start; at < start + digits.length(); at++) {
      content[at] ^= 1;
      Files.write(file, content);
      assertRefused(file, ErrorCode.CORRUPT, "entry m/data/0", "CRC-32", "corrupt");
      content[at] ^= 1;
    }
  }

  /** Deflate64, bzip2, LZMA, Zstandard, xz: some need libraries that are not there. */
  @ParameterizedTest
  @ValueSource(ints = {9, 12, 14, 93, 95})
  void refusesOtherCompressions(int method) throws IOException {
    Path file = new TinyArchive("m").deflated("data.pkl", new byte[100]).writeZip(directory);
    byte[] content = Files.readAllBytes(file);
    content[localHeader(content, "m/data.pkl") + 8] = (byte) method;
    content[centralHeader(content, "m/data.pkl") + 10] = (byte) method;
    Files.write(file, content);
    assertRefused(
        file,
        ErrorCode.CORRUPT,
        "entry m/data.pkl: an encrypted or unusually compressed entry",
        "torch stores or deflates entries",
        "zip -0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m/version", "m/data.pkl"})
  void refusesEncryptedEntriesStoredOrDeflated(String entry) throws IOException {
    Path file = new TinyArchive("m").deflated("data.pkl", new byte[100]).writeZip(directory);
    byte[] content = Files.readAllBytes(file);
    content[localHeader(content, entry) + 6] |= 1;
    content[centralHeader(content, entry) + 8] |= 1;
    Files.write(file, content);
    assertRefused(file, ErrorCode.CORRUPT, "entry " + entry + ": an encrypted", "zip -0");
  }

  private static String latin(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  /** Where the header in front of an entry begins, whose name follows 30 bytes. */
  private static int localHeader(byte[] content, String entry) {
    return latin(content).indexOf(entry) - 30;
  }

  /** Where the header of an entry in the central directory begins, whose name follows 46 bytes. */
  private static int centralHeader(byte[] content, String entry) {
    return latin(content).lastIndexOf(entry) - 46;
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path file = new TinyArchive("m").stored("data/0", new byte[1000]).writeZip(directory);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
    assertRefused(file, ErrorCode.TRUNCATED, "central directory", "truncated or damaged");
  }

  @Test
  void refusesAnEntryThatInflatesToMoreThanTheLimitWithoutInflatingIt() {
    Path file = new TinyArchive("m").deflated("data.pkl", new byte[65 << 20]).writeZip(directory);
    assertRefused(file, ErrorCode.TOO_LARGE, "m/data.pkl", "68157440 bytes", "64 MiB");
  }

  @Test
  void refusesManyEntriesThatInflateToMoreThanTheLimitTogether() {
    TinyArchive archive = new TinyArchive("m");
    for (int i = 0; i < 9; i++) {
      archive.deflated("part" + i, new byte[60 << 20]);
    }
    assertRefused(
        archive.writeZip(directory), ErrorCode.TOO_LARGE, "all compressed entries", "512 MiB");
  }

  @Test
  void saysWhichEntryIsMissing() {
    Path file = new TinyArchive("m").writeZip(directory);
    TorchArchive.read(
        file,
        archive -> {
          assertThatThrownBy(() -> archive.bytes("data/9"))
              .hasMessageContaining("no entry 'm/data/9'")
              .isInstanceOfSatisfying(
                  RepconvException.class,
                  e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_DATA));
          return true;
        });
  }

  @Test
  void readsAnArchiveOfMoreEntriesThanAnOrdinaryEndRecordCounts() {
    TinyArchive archive = new TinyArchive("m");
    for (int i = 0; i <= 0xffff; i++) {
      archive.stored("data/" + i, new byte[] {(byte) i});
    }
    TorchArchive.read(
        archive.writeZip(directory),
        read -> {
          assertThat(read.names()).hasSize(1 + 0x10000);
          assertThat(read.bytes("data/65535").get(0)).isEqualTo((byte) 65535);
          return true;
        });
  }

  /** As torch writes entries that lie behind the fourth gigabyte. */
  @Test
  void readsSizesAndPlacesFromTheZip64Field() throws IOException {
    Path file = zip64(new TinyArchive("m").stored("data/0", utf8("content")), 28);
    TorchArchive.read(
        file,
        archive -> {
          assertThat(archive.text("data/0")).isEqualTo("content");
          return true;
        });
  }

  @Test
  void refusesAZip64FieldThatIsTooShort() throws IOException {
    Path file = zip64(new TinyArchive("m").stored("data/0", utf8("content")), 20);
    assertRefused(file, ErrorCode.TRUNCATED, "a zip64 field that is too short");
  }

  /** Moves the numbers of the last entry into an extra field that claims this many bytes. */
  private Path zip64(TinyArchive tiny, int extraBytes) throws IOException {
    Path file = tiny.writeZip(directory);
    byte[] content = Files.readAllBytes(file);
    ByteBuffer old = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int header = centralHeader(content, "m/data/0");
    int end = content.length - 22;
    ByteBuffer changed =
        ByteBuffer.allocate(content.length + extraBytes).order(ByteOrder.LITTLE_ENDIAN);
    changed.put(content, 0, end);
    changed.putShort((short) 1).putShort((short) (extraBytes - 4));
    long[] numbers = {old.getInt(header + 24), old.getInt(header + 20), old.getInt(header + 42)};
    for (int i = 0; i < (extraBytes - 4) / 8; i++) {
      changed.putLong(numbers[i]);
    }
    changed.put(content, end, 22);
    for (int field : new int[] {20, 24, 42}) {
      changed.putInt(header + field, -1);
    }
    changed.putShort(header + 30, (short) extraBytes);
    changed.putInt(end + extraBytes + 12, old.getInt(end + 12) + extraBytes);
    Files.write(file, changed.array());
    return file;
  }

  @Test
  void refusesADirectoryThatIsNotWhereItsEndRecordSays() throws IOException {
    Path file = new TinyArchive("m").stored("data/0", new byte[10]).writeZip(directory);
    byte[] content = Files.readAllBytes(file);
    content[content.length - 6]++;
    Files.write(file, content);
    assertRefused(file, ErrorCode.TRUNCATED, "no header of entry 0 in the central directory");
  }

  @Test
  void refusesDeflatedDataThatIsNone() throws IOException {
    Path file = new TinyArchive("m").deflated("data.pkl", new byte[100]).writeZip(directory);
    byte[] content = Files.readAllBytes(file);
    content[localHeader(content, "m/data.pkl") + 30 + "m/data.pkl".length()] = 7;
    Files.write(file, content);
    assertRefused(file, ErrorCode.CORRUPT, "entry m/data.pkl", "no deflated data");
  }

  @Test
  void damageOutranksWhatTheReaderSays() throws IOException {
    Path file = new TinyArchive("m").stored("data/0", utf8("content")).writeZip(directory);
    byte[] content = Files.readAllBytes(file);
    content[localHeader(content, "m/data/0") + 30 + "m/data/0".length()]++;
    Files.write(file, content);
    assertThatThrownBy(
            () ->
                TorchArchive.read(
                    file,
                    archive -> {
                      throw new IllegalStateException("misled");
                    }))
        .hasMessageContaining("entry m/data/0");
  }

  private static void assertRefused(Path file, ErrorCode code, String... parts) {
    assertThatThrownBy(() -> TorchArchive.read(file, TorchArchive::names))
        .hasMessageContainingAll(parts)
        .isInstanceOfSatisfying(RepconvException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
