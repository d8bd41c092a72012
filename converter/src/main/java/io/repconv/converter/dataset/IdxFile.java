package io.repconv.converter.dataset;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of bytes in the IDX format of MNIST: two zeros, the type (8: unsigned bytes), the rank,
 * the sizes as big-endian ints, the bytes; plain or compressed with gzip.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record IdxFile(int[] dims, byte[] bytes) {
  private static final int UNSIGNED_BYTES = 0x08;
  private static final long MOST_BYTES = 1L << 30;
  private static final long MOST_DEFLATED = 1032;
  private static final int BUFFER = 1 << 16;

  /**
   * Reads one.
   *
   * @throws RepconvException MALFORMED, TRUNCATED, TOO_LARGE
   */
  static IdxFile read(Path file, int rank) {
    boolean gzip = Folders.name(file).endsWith(".gz");
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(gzip ? new GZIPInputStream(raw, BUFFER) : raw)) {
      int magic = in.readInt();
      if (magic != (UNSIGNED_BYTES << 8 | rank)) {
        throw malformed(
            file,
            "the first bytes %08x".formatted(magic),
            "%08x, unsigned bytes of rank %d".formatted(UNSIGNED_BYTES << 8 | rank, rank));
      }
      int[] dims = new int[rank];
      long size = 1;
      for (int axis = 0; axis < rank; axis++) {
        dims[axis] = in.readInt();
        size = dims[axis] < 1 || size > MOST_BYTES ? MOST_BYTES + 1 : size * dims[axis];
      }
      if (size > MOST_BYTES) {
        throw RepconvException.of(ErrorCode.TOO_LARGE)
            .at(file.toString())
            .observed("sizes " + Arrays.toString(dims))
            .expected("positive ones of at most %d bytes".formatted(MOST_BYTES))
            .build();
      }
      if (size > Files.size(file) * (gzip ? MOST_DEFLATED : 1)) {
        throw truncated(file, "an end before the bytes of " + Arrays.toString(dims));
      }
      byte[] bytes = in.readNBytes((int) size);
      if (bytes.length < size) {
        throw truncated(file, "an end before the bytes of " + Arrays.toString(dims));
      }
      if (in.read() >= 0) {
        throw malformed(
            file, "more bytes than its sizes %s say".formatted(Arrays.toString(dims)), "an end");
      }
      return new IdxFile(dims, bytes);
    } catch (EOFException e) {
      throw truncated(file, "an end in the middle");
    } catch (ZipException e) {
      throw malformed(file, "damaged gzip (" + e.getMessage() + ")", "an IDX file in gzip");
    } catch (IOException e) {
      throw malformed(file, "this cannot be read (" + e.getMessage() + ")", "an IDX file");
    }
  }

  private static RepconvException truncated(Path file, String observed) {
    return RepconvException.of(ErrorCode.TRUNCATED)
        .at(file.toString())
        .observed(observed)
        .expected("a whole IDX file")
        .build();
  }

  private static RepconvException malformed(Path file, String observed, String expected) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(file.toString())
        .observed(observed)
        .expected(expected)
        .build();
  }
}
