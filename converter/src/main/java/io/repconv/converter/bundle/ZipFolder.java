package io.repconv.converter.bundle;

import io.repconv.converter.file.StagedFiles;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A bundle's folder as a zip. */
final class ZipFolder {
  private static final int MOST_ENTRIES = 10_000;

  /** What a zip may hold at most beside so many times its own size. */
  private static final long FREE_BYTES = 64L << 20;

  private static final int MOST_RATIO = 4;
  private static final int BLOCK = 1 << 16;

  /** 1980-01-01, the first time that a zip can tell. */
  private static final FileTime TIME = FileTime.fromMillis(315_532_800_000L);

  private ZipFolder() {}

  /**
   * Writes all files of a folder, sorted, stored, with one time: the same files, the same bytes.
   */
  static void write(Path folder, Path file) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BLOCK);
        ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      zip.setMethod(ZipArchiveOutputStream.STORED);
      for (String name : BundleFiles.list(folder)) {
        Path source = folder.resolve(name);
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setSize(Files.size(source));
        entry.setCrc(crc(source));
        entry.setLastModifiedTime(TIME);
        zip.putArchiveEntry(entry);
        Files.copy(source, zip);
        zip.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(file, "the zip cannot be written", e);
    }
  }

  private static long crc(Path file) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        crc.update(block, 0, read);
      }
    }
    return crc.getValue();
  }

  /**
   * Unpacks a zip into an empty folder.
   *
   * @throws RepconvException OUTSIDE_FOLDER where an entry names a file elsewhere, TOO_LARGE where
   *     it holds more than a bundle, CORRUPT where it cannot be unpacked
   */
  static void unpack(Path file, Path folder) {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      long left = FREE_BYTES + MOST_RATIO * Files.size(file);
      Set<String> names = new HashSet<>();
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (entry.isDirectory()) {
          continue;
        }
        String name = BundleFiles.requireInside(entry.getName(), file.toString());
        if (!names.add(name) || names.size() > MOST_ENTRIES) {
          throw corrupt(file, "entry '%s' is one too many".formatted(name), null);
        }
        Path target = folder.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream in = zip.getInputStream(entry);
            OutputStream out = Files.newOutputStream(target)) {
          left -= copy(in, out, left + 1);
        }
        if (left < 0) {
          throw RepconvException.of(ErrorCode.TOO_LARGE)
              .at(file.toString())
              .observed("it unpacks to more than %d times its size".formatted(MOST_RATIO))
              .expected("weights, which do not compress")
              .fix("Unpack it yourself where you trust it, and verify the folder.")
              .build();
        }
      }
    } catch (ZipException e) {
      throw corrupt(file, "it is no zip that can be read (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw corrupt(file, "it cannot be unpacked (" + e.getMessage() + ")", e);
    }
  }

  /** Copies all, or so many bytes; tells how many. */
  private static long copy(InputStream in, OutputStream out, long most) throws IOException {
    byte[] block = new byte[BLOCK];
    long copied = 0;
    while (copied < most) {
      int read = in.read(block, 0, (int) Math.min(BLOCK, most - copied));
      if (read < 0) {
        break;
      }
      out.write(block, 0, read);
      copied += read;
    }
    return copied;
  }

  private static RepconvException corrupt(Path file, String observed, @Nullable IOException cause) {
    RepconvException.Builder error =
        RepconvException.of(ErrorCode.CORRUPT)
            .at(file.toString())
            .observed(observed)
            .expected("a bundle as export --bundle writes it");
    return cause == null ? error.build() : error.cause(cause).build();
  }
}
