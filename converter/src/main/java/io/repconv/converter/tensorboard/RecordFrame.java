package io.repconv.converter.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The frame of a record in a TFRecord file, all little-endian: the length in 8 bytes, its masked
 * CRC-32C in 4, the record, its masked CRC-32C in 4.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">TFRecord files</a>
 */
final class RecordFrame {
  private static final int FRAME_BYTES = Long.BYTES + 2 * Integer.BYTES;
  private static final int MASK = 0xa282ead8;

  private RecordFrame() {}

  static byte[] around(byte[] record) {
    ByteBuffer frame =
        ByteBuffer.allocate(FRAME_BYTES + record.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(record.length);
    frame.putInt(maskedCrc(frame.array(), 0, Long.BYTES));
    frame.put(record);
    frame.putInt(maskedCrc(record, 0, record.length));
    return frame.array();
  }

  /** A checksum that may itself be checksummed: rotated by 15 bits, plus a constant. */
  static int maskedCrc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
