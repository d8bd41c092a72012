package io.repconv.converter.checkpoint;

import io.repconv.converter.file.MappedFile;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a file as {@link java.io.DataOutput} writes it; arrays stay mapped. */
final class BigEndianCursor implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final MappedFile file;
  private final long size;
  private long position;

  BigEndianCursor(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.file = new MappedFile(channel);
    this.size = channel.size();
  }

  long position() {
    return position;
  }

  boolean atEnd() {
    return position == size;
  }

  /**
   * The next bytes; they stay valid when this is closed.
   *
   * @throws io.repconv.graph.RepconvException TRUNCATED where there are not as many
   */
  ByteBuffer bytes(long count) throws IOException {
    if (count < 0 || count > size - position) {
      throw CheckpointErrors.truncated(
          path,
          "the file ends at byte %d, inside a value at %d".formatted(size, position),
          "all of it");
    }
    ByteBuffer bytes = file.slice(position, count);
    position += count;
    return bytes;
  }

  int u1() throws IOException {
    return bytes(1).get() & 0xff;
  }

  int u2() throws IOException {
    return bytes(2).getShort() & 0xffff;
  }

  int i4() throws IOException {
    return bytes(4).getInt();
  }

  long i8() throws IOException {
    return bytes(8).getLong();
  }

  /** A text as {@link java.io.DataOutput#writeUTF} writes it. */
  String utf() throws IOException {
    ByteBuffer length = bytes(2);
    int count = length.getShort() & 0xffff;
    byte[] framed = new byte[2 + count];
    length.rewind().get(framed, 0, 2);
    bytes(count).get(framed, 2, count);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(framed))) {
      return in.readUTF();
    } catch (UTFDataFormatException e) {
      throw CheckpointErrors.malformed(path, "a text that is no UTF-8", "one");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
