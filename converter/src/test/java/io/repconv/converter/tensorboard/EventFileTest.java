package io.repconv.converter.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

  @TempDir private Path folder;

  /** The table-free definition of CRC-32C: polynomial 0x1EDC6F41, reflected. */
  private static int crc(byte[] bytes) {
    int crc = -1;
    for (byte value : bytes) {
      crc ^= value & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
      }
    }
    return ~crc;
  }

  private static int masked(byte[] bytes) {
    int crc = crc(bytes);
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  private static List<byte[]> records(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      byte[] record =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(record);
      assertThat(bytes.getInt()).isEqualTo(masked(record));
      records.add(record);
    }
    return records;
  }

  /** The fields of a message as {@code number:wire type=value}; messages inside in braces. */
  private static String text(byte[] message, String path) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    StringBuilder text = new StringBuilder();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      int type = WireFormat.getTagWireType(tag);
      String here = path + "/" + number;
      text.append(number).append(':').append(type).append('=');
      switch (type) {
        case WireFormat.WIRETYPE_VARINT -> text.append(in.readInt64());
        case WireFormat.WIRETYPE_FIXED64 -> text.append(in.readDouble());
        case WireFormat.WIRETYPE_FIXED32 -> text.append(in.readFloat());
        default -> {
          byte[] inner = in.readByteArray();
          boolean isMessage = here.equals("/5") || here.equals("/5/1");
          text.append(
              isMessage
                  ? "{" + text(inner, here) + "}"
                  : new String(inner, StandardCharsets.UTF_8));
        }
      }
      text.append(' ');
    }
    return text.toString().strip();
  }

  @Test
  void everyRecordIsFramedAndHasTheFieldsOfTensorflowsEvent() throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("train/loss", 0.5);
    values.put("learning rate", 0.01);
    Path path;
    try (EventFile file = EventFile.create(folder.resolve("runs").resolve("a"), CLOCK)) {
      path = file.path();
      file.scalars(0, values);
      file.scalars(1L << 40, Map.of("val/Mean_IoU", Double.NaN));
    }

    List<byte[]> records = records(path);

    assertThat(path.getFileName()).hasToString("events.out.tfevents.1700000000.repconv");
    assertThat(records).hasSize(3);
    assertThat(text(records.get(0), "")).isEqualTo("1:1=1.70000000025E9 3:2=brain.Event:2");
    assertThat(text(records.get(1), ""))
        .isEqualTo(
            "1:1=1.70000000025E9 2:0=0 5:2={1:2={1:2=train/loss 2:5=0.5} "
                + "1:2={1:2=learning rate 2:5=0.01}}");
    assertThat(text(records.get(2), ""))
        .isEqualTo("1:1=1.70000000025E9 2:0=1099511627776 5:2={1:2={1:2=val/Mean_IoU 2:5=NaN}}");
  }

  @Test
  void theChecksumIsThatOfTheStandard() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);

    assertThat(crc(digits)).as("RFC 3720's check value").isEqualTo(0xe3069283);
    assertThat(RecordFrame.maskedCrc(digits, 0, digits.length)).isEqualTo(masked(digits));
  }

  @Test
  void whatIsWrittenCanBeReadBeforeTheFileIsClosed() throws IOException {
    try (EventFile file = EventFile.create(folder, CLOCK)) {
      assertThat(records(file.path())).hasSize(1);
      file.scalars(1, Map.of("a", 1.0));
      assertThat(records(file.path())).hasSize(2);
    }
  }

  @Test
  void aFileOfTheSameSecondIsKept() {
    try (EventFile first = EventFile.create(folder, CLOCK);
        EventFile second = EventFile.create(folder, CLOCK)) {
      assertThat(second.path()).isNotEqualTo(first.path());
      assertThat(second.path().toString()).contains("tfevents");
    }
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("runs"));

    assertThatThrownBy(() -> EventFile.create(file, CLOCK))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_WRITE))
        .hasMessageContaining("runs: the event file cannot be written");
  }
}
