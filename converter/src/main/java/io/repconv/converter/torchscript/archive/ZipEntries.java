package io.repconv.converter.torchscript.archive;

import io.repconv.converter.file.MappedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the central directory of a zip file, zip64 included, and where the bytes of each entry lie:
 * that is what tells a mapped tensor from a copied one, and what the JDK's reader keeps to itself.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 4.3</a>
 */
final class ZipEntries {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int CENTRAL_HEADER = 0x02014b50;
  private static final int CENTRAL_HEADER_BYTES = 46;
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MOST_COMMENT_BYTES = 0xffff;
  private static final int ZIP64_LOCATOR = 0x07064b50;
  private static final int ZIP64_LOCATOR_BYTES = 20;
  private static final int ZIP64_END = 0x06064b50;
  private static final int ZIP64_END_BYTES = 56;
  private static final int ZIP64_EXTRA = 1;

  /** Stands in a field of 32 bits for a number that is in the zip64 extra field. */
  private static final long ELSEWHERE = 0xffffffffL;

  private final MappedFile file;
  private final long fileSize;

  /**
   * An entry as the central directory tells it; nothing of it has been checked.
   *
   * @param header where its local header lies
   */
  record Entry(
      String name, int flags, int method, long crc, long compressed, long size, long header) {
    boolean isFolder() {
      return name.endsWith("/");
    }

    boolean isEncrypted() {
      return (flags & 1) != 0;
    }
  }

  private ZipEntries(MappedFile file) {
    this.file = file;
    this.fileSize = file.size();
  }

  /**
   * All entries in the order of the central directory.
   *
   * @throws IOException where there is no such directory, with the reason
   */
  static List<Entry> read(MappedFile file) throws IOException {
    return new ZipEntries(file).entries();
  }

  /** Where the content of an entry begins: behind its local header. */
  static long contentOffset(MappedFile file, Entry entry) throws IOException {
    ByteBuffer header = bytes(file, entry.header(), LOCAL_HEADER_BYTES);
    if (header.getInt(0) != LOCAL_HEADER) {
      throw new IOException("no header in front of entry " + entry.name());
    }
    return entry.header() + LOCAL_HEADER_BYTES + unsigned(header, 26) + unsigned(header, 28);
  }

  /** Where the directory lies. */
  private record Directory(long offset, long bytes) {}

  private List<Entry> entries() throws IOException {
    Directory directory = directory();
    if (directory.bytes() < 0 || directory.bytes() > Integer.MAX_VALUE) {
      throw new IOException("a central directory of " + directory.bytes() + " bytes");
    }
    ByteBuffer records = bytes(file, directory.offset(), directory.bytes());
    List<Entry> entries = new ArrayList<>();
    while (records.hasRemaining()) {
      if (records.remaining() < CENTRAL_HEADER_BYTES
          || records.getInt(records.position()) != CENTRAL_HEADER) {
        throw new IOException("no header of entry " + entries.size() + " in the central directory");
      }
      entries.add(entry(records));
    }
    return entries;
  }

  /** Reads the record at the buffer's position and moves behind it. */
  private Entry entry(ByteBuffer records) throws IOException {
    int at = records.position();
    int nameBytes = unsigned(records, at + 28);
    int extraBytes = unsigned(records, at + 30);
    int end = at + CENTRAL_HEADER_BYTES + nameBytes + extraBytes + unsigned(records, at + 32);
    require(end <= records.limit(), "a header that reaches behind the central directory");
    String name = text(records, at + CENTRAL_HEADER_BYTES, nameBytes);
    long[] places = {
      records.getInt(at + 24) & ELSEWHERE,
      records.getInt(at + 20) & ELSEWHERE,
      records.getInt(at + 42) & ELSEWHERE
    };
    readZip64(records, at + CENTRAL_HEADER_BYTES + nameBytes, extraBytes, places);
    for (long place : places) {
      if (place < 0) {
        throw new IOException("a negative size or place of entry " + name);
      }
    }
    records.position(end);
    return new Entry(
        name,
        unsigned(records, at + 8),
        unsigned(records, at + 10),
        records.getInt(at + 16) & ELSEWHERE,
        places[1],
        places[0],
        places[2]);
  }

  private static String text(ByteBuffer records, int at, int bytes) {
    byte[] name = new byte[bytes];
    records.get(at, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  /** Replaces the numbers that are elsewhere: size, compressed size and offset, in this order. */
  private static void readZip64(ByteBuffer records, int from, int bytes, long[] numbers)
      throws IOException {
    int at = from;
    int limit = from + bytes;
    while (at + 4 <= limit) {
      int id = unsigned(records, at);
      int end = at + 4 + unsigned(records, at + 2);
      at += 4;
      for (int i = 0; id == ZIP64_EXTRA && i < numbers.length; i++) {
        if (numbers[i] == ELSEWHERE) {
          require(at + 8 <= Math.min(end, limit), "a zip64 field that is too short");
          numbers[i] = records.getLong(at);
          at += 8;
        }
      }
      at = end;
    }
  }

  private Directory directory() throws IOException {
    int tailBytes = (int) Math.min(fileSize, END_BYTES + MOST_COMMENT_BYTES);
    long tailStart = fileSize - tailBytes;
    ByteBuffer tail = bytes(file, tailStart, tailBytes);
    for (int at = tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END && at + END_BYTES + unsigned(tail, at + 20) <= tailBytes) {
        Directory directory =
            new Directory(tail.getInt(at + 16) & ELSEWHERE, tail.getInt(at + 12) & ELSEWHERE);
        return zip64Directory(tailStart + at - ZIP64_LOCATOR_BYTES, directory);
      }
    }
    throw new IOException("no end record");
  }

  /** The directory that a zip64 locator at this place leads to, or the one given. */
  private Directory zip64Directory(long locatorAt, Directory otherwise) throws IOException {
    if (locatorAt < 0) {
      return otherwise;
    }
    ByteBuffer locator = bytes(file, locatorAt, ZIP64_LOCATOR_BYTES);
    if (locator.getInt(0) != ZIP64_LOCATOR) {
      return otherwise;
    }
    ByteBuffer end = bytes(file, locator.getLong(8), ZIP64_END_BYTES);
    require(end.getInt(0) == ZIP64_END, "no zip64 end record");
    return new Directory(end.getLong(48), end.getLong(40));
  }

  private static ByteBuffer bytes(MappedFile file, long offset, long length) throws IOException {
    return file.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsigned(ByteBuffer buffer, int at) {
    return buffer.getShort(at) & 0xffff;
  }

  private static void require(boolean condition, String observed) throws IOException {
    if (!condition) {
      throw new IOException(observed);
    }
  }
}
