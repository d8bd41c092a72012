package io.repconv.converter.torchscript.archive;

import io.repconv.converter.ahead.Ahead;
import io.repconv.converter.file.MappedFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip file as torch writes it: all entries in one folder of any name, tensors stored, code
 * deflated.
 *
 * <p>The CRC-32 and the size of every entry are checked while the archive is read. Entries are
 * addressed by their name inside the folder ({@code data.pkl}); nothing is ever unpacked to disk.
 * Buffers of stored entries are mapped and stay valid after {@link #close}.
 */
public final class TorchArchive implements AutoCloseable {
  private static final long MAX_INFLATED = 64L << 20;
  private static final long MAX_INFLATED_TOTAL = 512L << 20;
  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final MappedFile mapped;
  private final Map<String, ZipEntries.Entry> entries = new LinkedHashMap<>();
  private final String folder;

  private TorchArchive(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.mapped = new MappedFile(channel);
    List<ZipEntries.Entry> all = ZipEntries.read(mapped);
    this.folder = commonFolder(all);
    for (ZipEntries.Entry entry : all) {
      if (!entry.isFolder()
          && entries.put(entry.name().substring(folder.length()), entry) != null) {
        throw corrupt(entry.name(), "two entries of this name", "one");
      }
    }
  }

  /**
   * Reads a zip file while every entry is checked on another thread. What is damaged outranks what
   * the reader has to say of it.
   *
   * @throws RepconvException TRUNCATED, CORRUPT (with the entry), TOO_LARGE (with size and limit)
   */
  public static <T> T read(Path path, Function<TorchArchive, T> reader) {
    try (TorchArchive archive = unchecked(path)) {
      archive.requireReadable();
      Ahead<Optional<RepconvException>> damage = new Ahead<>(archive::damage);
      Ahead.begin("check entries", damage);
      T made;
      try {
        made = reader.apply(archive);
      } catch (RuntimeException e) {
        throw damage.get().<RuntimeException>map(d -> d).orElse(e);
      }
      damage
          .get()
          .ifPresent(
              found -> {
                throw found;
              });
      return made;
    }
  }

  /** A zip file whose directory was read and nothing else: for a look at its names. */
  static TorchArchive unchecked(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new TorchArchive(path, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static RepconvException unreadable(Path path, Exception cause) {
    return RepconvException.of(ErrorCode.TRUNCATED)
        .at(path.toString())
        .observed(
            "a zip archive whose central directory cannot be read (" + cause.getMessage() + ")")
        .expected("a complete file")
        .why("The file is truncated or damaged.")
        .fix("Copy or download it again.")
        .cause(cause)
        .build();
  }

  private static String commonFolder(List<ZipEntries.Entry> entries) {
    String folder = null;
    for (ZipEntries.Entry entry : entries) {
      int slash = entry.name().indexOf('/');
      String first = slash < 0 ? "" : entry.name().substring(0, slash + 1);
      if (folder != null && !folder.equals(first)) {
        return "";
      }
      folder = first;
    }
    return folder == null ? "" : folder;
  }

  private void requireReadable() {
    long compressed = 0;
    long inflated = 0;
    for (ZipEntries.Entry entry : entries.values()) {
      compressed += entry.compressed();
      if (entry.method() != ZipEntries.STORED) {
        requireSmall(entry.name(), entry.size(), MAX_INFLATED);
        inflated += entry.size();
      }
      requireReadable(entry);
    }
    requireSmall("all compressed entries", inflated, MAX_INFLATED_TOTAL);
    if (compressed > mapped.size()) {
      throw corrupt("the archive", "entries that overlap", "entries one behind the other");
    }
  }

  private Optional<RepconvException> damage() {
    for (ZipEntries.Entry entry : entries.values()) {
      Optional<RepconvException> damage = damage(entry);
      if (damage.isPresent()) {
        return damage;
      }
    }
    return Optional.empty();
  }

  private Optional<RepconvException> damage(ZipEntries.Entry entry) {
    try {
      long crc = crc(entry);
      return crc == entry.crc()
          ? Optional.empty()
          : Optional.of(
              corrupt(
                  entry.name(),
                  "CRC-32 %08x".formatted(crc),
                  "%08x, which the archive gives".formatted(entry.crc())));
    } catch (RepconvException e) {
      return Optional.of(e);
    } catch (IOException e) {
      return Optional.of(unreadable(path, e));
    }
  }

  private long crc(ZipEntries.Entry entry) throws IOException {
    CRC32 crc = new CRC32();
    if (entry.method() == ZipEntries.STORED) {
      long start = ZipEntries.contentOffset(mapped, entry);
      for (long at = 0; at < entry.size(); at += CHUNK) {
        crc.update(mapped.slice(start + at, Math.min(CHUNK, entry.size() - at)));
      }
    } else {
      crc.update(inflate(entry));
    }
    return crc.getValue();
  }

  private void requireReadable(ZipEntries.Entry entry) {
    boolean stored = entry.method() == ZipEntries.STORED;
    if (entry.isEncrypted() || !(stored || entry.method() == ZipEntries.DEFLATED)) {
      throw RepconvException.of(ErrorCode.CORRUPT)
          .at(path + ", entry " + entry.name())
          .observed("an encrypted or unusually compressed entry")
          .expected("stored or deflated")
          .why("torch stores or deflates entries, and nothing else is read.")
          .fix("Pack the archive again with zip -0.")
          .build();
    }
    if (stored && entry.size() != entry.compressed()) {
      throw corrupt(
          entry.name(), entry.compressed() + " stored bytes", "its size of " + entry.size());
    }
  }

  private byte[] inflate(ZipEntries.Entry entry) throws IOException {
    byte[] content = new byte[Math.toIntExact(entry.size())];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(mapped.slice(ZipEntries.contentOffset(mapped, entry), entry.compressed()));
      int inflated = 0;
      int step = 1;
      while (inflated < content.length && step > 0) {
        step = inflater.inflate(content, inflated, content.length - inflated);
        inflated += step;
      }
      // At the end of its content one more call finds the end of the stream, and no byte.
      boolean longer = inflater.inflate(new byte[1]) > 0;
      if (inflated != content.length || longer || !inflater.finished()) {
        throw corrupt(
            entry.name(),
            "another size than " + content.length + " bytes",
            "what the archive gives");
      }
      return content;
    } catch (DataFormatException e) {
      throw corrupt(entry.name(), "no deflated data (" + e.getMessage() + ")", "what it holds");
    } finally {
      inflater.end();
    }
  }

  private void requireSmall(String name, long size, long limit) {
    if (size < 0 || size > limit) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(path + ", " + name)
          .observed("%d bytes when inflated".formatted(size))
          .expected("at most %d bytes (%d MiB)".formatted(limit, limit >> 20))
          .why("A small file that inflates to a large one would exhaust memory.")
          .fix(
              "torch stores tensors uncompressed; pack the archive again with zip -0 if the model is your own.")
          .build();
    }
  }

  private RepconvException corrupt(String name, String observed, String expected) {
    return RepconvException.of(ErrorCode.CORRUPT)
        .at(path + ", entry " + name)
        .observed(observed)
        .expected(expected)
        .why("The file is corrupt: its checksums do not hold.")
        .fix("Copy or download it again.")
        .build();
  }

  public Path path() {
    return path;
  }

  /** The names of all entries inside the archive's folder. */
  public List<String> names() {
    return new ArrayList<>(entries.keySet());
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /** The content of an entry, mapped where it is stored; read-only. */
  public ByteBuffer bytes(String name) {
    ZipEntries.Entry entry = entries.get(name);
    if (entry == null) {
      throw RepconvException.of(ErrorCode.MISSING_DATA)
          .at(path.toString())
          .observed("no entry '" + folder + name + "'")
          .expected("one, as the archive refers to it")
          .build();
    }
    try {
      return entry.method() == ZipEntries.STORED
          ? mapped.slice(ZipEntries.contentOffset(mapped, entry), entry.size())
          : ByteBuffer.wrap(inflate(entry)).asReadOnlyBuffer();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** A text entry in UTF-8. */
  public String text(String name) {
    ByteBuffer bytes = bytes(name);
    byte[] encoded = new byte[bytes.remaining()];
    bytes.get(encoded);
    return new String(encoded, StandardCharsets.UTF_8);
  }

  /** The order in which tensors are stored; little-endian where the archive does not say. */
  public ByteOrder byteOrder() {
    return has("byteorder") && text("byteorder").strip().equals("big")
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
