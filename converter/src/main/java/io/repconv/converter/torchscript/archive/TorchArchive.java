package io.repconv.converter.torchscript.archive;

import io.repconv.converter.file.MappedFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A zip file as torch writes it: all entries in one folder of any name, tensors stored, code
 * deflated.
 *
 * <p>Opening checks the CRC-32 and the size of every entry. Entries are addressed by their name
 * inside the folder ({@code data.pkl}); nothing is ever unpacked to disk. Buffers of stored entries
 * are mapped and stay valid after {@link #close}.
 */
public final class TorchArchive implements AutoCloseable {
  private static final long MAX_INFLATED = 64L << 20;
  private static final long MAX_INFLATED_TOTAL = 512L << 20;
  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final ZipFile zip;
  private final MappedFile mapped;
  private final Map<String, ZipArchiveEntry> entries = new LinkedHashMap<>();
  private final String folder;

  private TorchArchive(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.mapped = new MappedFile(channel);
    this.zip = ZipFile.builder().setSeekableByteChannel(channel).get();
    List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
    this.folder = commonFolder(all);
    for (ZipArchiveEntry entry : all) {
      if (!entry.isDirectory()
          && entries.put(entry.getName().substring(folder.length()), entry) != null) {
        throw corrupt(entry.getName(), "two entries of this name", "one");
      }
    }
  }

  /**
   * Opens a zip file and checks every entry.
   *
   * @throws RepconvException TRUNCATED, CORRUPT (with the entry), TOO_LARGE (with size and limit)
   */
  public static TorchArchive open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        TorchArchive archive = new TorchArchive(path, channel);
        archive.verify();
        return archive;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (RepconvException e) {
      throw e;
    } catch (IOException
        | RuntimeException e) { // commons-compress meets damaged headers with either
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

  private static String commonFolder(List<ZipArchiveEntry> entries) {
    String folder = null;
    for (ZipArchiveEntry entry : entries) {
      int slash = entry.getName().indexOf('/');
      String first = slash < 0 ? "" : entry.getName().substring(0, slash + 1);
      if (folder != null && !folder.equals(first)) {
        return "";
      }
      folder = first;
    }
    return folder == null ? "" : folder;
  }

  private void verify() throws IOException {
    long compressed = 0;
    long inflated = 0;
    for (ZipArchiveEntry entry : entries.values()) {
      compressed += entry.getCompressedSize();
      if (entry.getMethod() != ZipArchiveEntry.STORED) {
        requireSmall(entry.getName(), entry.getSize(), MAX_INFLATED);
        inflated += entry.getSize();
      }
    }
    requireSmall("all compressed entries", inflated, MAX_INFLATED_TOTAL);
    if (compressed > channel.size()) {
      throw corrupt("the archive", "entries that overlap", "entries one behind the other");
    }
    for (ZipArchiveEntry entry : entries.values()) {
      verify(entry);
    }
  }

  private void verify(ZipArchiveEntry entry) throws IOException {
    requireReadable(entry);
    CRC32 crc = new CRC32();
    if (entry.getMethod() == ZipArchiveEntry.STORED) {
      requireStoredSize(entry);
      for (long at = 0; at < entry.getSize(); at += CHUNK) {
        crc.update(mapped.slice(entry.getDataOffset() + at, Math.min(CHUNK, entry.getSize() - at)));
      }
    } else {
      crc.update(inflate(entry));
    }
    if (crc.getValue() != entry.getCrc()) {
      throw corrupt(
          entry.getName(),
          "CRC-32 %08x".formatted(crc.getValue()),
          "%08x, which the archive gives".formatted(entry.getCrc()));
    }
  }

  private void requireReadable(ZipArchiveEntry entry) {
    int method = entry.getMethod();
    boolean known = method == ZipArchiveEntry.STORED || method == ZipArchiveEntry.DEFLATED;
    if (!known || !zip.canReadEntryData(entry)) {
      throw RepconvException.of(ErrorCode.CORRUPT)
          .at(path + ", entry " + entry.getName())
          .observed("an encrypted or unusually compressed entry")
          .expected("stored or deflated")
          .why("torch stores or deflates entries, and nothing else is read.")
          .fix("Pack the archive again with zip -0.")
          .build();
    }
  }

  private void requireStoredSize(ZipArchiveEntry entry) {
    if (entry.getSize() != entry.getCompressedSize()) {
      throw corrupt(
          entry.getName(),
          entry.getCompressedSize() + " stored bytes",
          "its size of " + entry.getSize());
    }
  }

  private byte[] inflate(ZipArchiveEntry entry) throws IOException {
    int size = Math.toIntExact(entry.getSize());
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] content = in.readNBytes(size);
      if (content.length != size || in.read() >= 0) {
        throw corrupt(
            entry.getName(), "another size than " + size + " bytes", "what the archive gives");
      }
      return content;
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
    ZipArchiveEntry entry = entries.get(name);
    if (entry == null) {
      throw RepconvException.of(ErrorCode.MISSING_DATA)
          .at(path.toString())
          .observed("no entry '" + folder + name + "'")
          .expected("one, as the archive refers to it")
          .build();
    }
    try {
      return entry.getMethod() == ZipArchiveEntry.STORED
          ? mapped.slice(entry.getDataOffset(), entry.getSize())
          : ByteBuffer.wrap(inflate(entry)).asReadOnlyBuffer();
    } catch (IOException | RuntimeException e) {
      throw unreadable(path, e);
    }
  }

  /** A text entry in UTF-8. */
  public String text(String name) {
    return StandardCharsets.UTF_8.decode(bytes(name)).toString();
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
      zip.close();
      channel.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
