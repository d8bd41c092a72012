package io.repconv.converter.data;

import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads arrays in NumPy's .npy format, versions 1 to 3: numbers in C order, little-endian. Arrays
 * of Python objects, which are pickles, are refused.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
final class NpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_HEADER_BYTES = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z]\\d*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");
  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("f2", ElementType.FLOAT16),
          Map.entry("f4", ElementType.FLOAT),
          Map.entry("f8", ElementType.DOUBLE),
          Map.entry("i1", ElementType.INT8),
          Map.entry("i2", ElementType.INT16),
          Map.entry("i4", ElementType.INT32),
          Map.entry("i8", ElementType.INT64),
          Map.entry("u1", ElementType.UINT8),
          Map.entry("u2", ElementType.UINT16),
          Map.entry("u4", ElementType.UINT32),
          Map.entry("u8", ElementType.UINT64),
          Map.entry("b1", ElementType.BOOL));

  private final ByteBuffer bytes;
  private final String place;

  private NpyArray(ByteBuffer bytes, String place) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.place = place;
  }

  /**
   * The array, its bytes not copied.
   *
   * @param place what messages call it
   * @throws RepconvException MALFORMED, TOO_LARGE
   */
  static Tensor read(ByteBuffer bytes, String place) {
    return new NpyArray(bytes, place).read();
  }

  private Tensor read() {
    String header = header();
    Matcher type = find(TYPE, header);
    ElementType element = TYPES.get(type.group(2));
    if (element == null || (type.group(1).equals(">") && element.bytes() > 1)) {
      throw malformed(
          "elements of type '%s%s'".formatted(type.group(1), type.group(2)),
          "little-endian numbers such as '<f4'");
    }
    if (find(ORDER, header).group(1).equals("True")) {
      throw malformed("an array in Fortran order", "C order: numpy.ascontiguousarray(array)");
    }
    long[] dims = dims(find(SHAPE, header).group(1));
    long needed = elements(dims) * element.bytes();
    if (bytes.remaining() != needed) {
      throw malformed(
          bytes.remaining() + " bytes of data", needed + " for an array of " + header.strip());
    }
    return Tensor.stored(element, dims, bytes);
  }

  private String header() {
    if (bytes.remaining() < MAGIC.length + 4) {
      throw malformed("a file of %d bytes".formatted(bytes.remaining()), "NumPy's .npy format");
    }
    for (byte expected : MAGIC) {
      if (bytes.get() != expected) {
        throw malformed("other first bytes", "NumPy's .npy format");
      }
    }
    int version = bytes.get();
    bytes.get();
    if (version < 1 || version > 3) {
      throw malformed("version " + version, "1 to 3");
    }
    long length = version == 1 ? bytes.getShort() & 0xffff : length();
    if (length > Math.min(MOST_HEADER_BYTES, bytes.remaining())) {
      throw malformed("a header of %d bytes".formatted(length), "one that the file holds");
    }
    byte[] header = new byte[(int) length];
    bytes.get(header);
    return new String(header, StandardCharsets.UTF_8);
  }

  private long length() {
    if (bytes.remaining() < Integer.BYTES) {
      throw malformed("a header without its length", "NumPy's .npy format");
    }
    return bytes.getInt() & 0xffffffffL;
  }

  private Matcher find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw malformed(
          "the header " + header.strip(), "'descr' of one number, 'fortran_order' and 'shape'");
    }
    return matcher;
  }

  private long[] dims(String text) {
    String[] sizes = text.replaceAll("\\s", "").split(",", 0);
    int rank = text.isBlank() ? 0 : sizes.length;
    long[] dims = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      if (!sizes[axis].matches("\\d{1,10}")) {
        throw malformed("the shape (" + text + ")", "sizes of at most ten digits");
      }
      dims[axis] = Long.parseLong(sizes[axis]);
    }
    return dims;
  }

  private long elements(long[] dims) {
    long elements = 1;
    for (long dim : dims) {
      elements = elements > Integer.MAX_VALUE ? elements : elements * dim;
    }
    if (elements > Integer.MAX_VALUE) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(place)
          .observed("an array of more than %d elements".formatted(Integer.MAX_VALUE))
          .expected("fewer")
          .fix("Give it in parts, one file each, in a folder.")
          .build();
    }
    return elements;
  }

  private RepconvException malformed(String observed, String expected) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(place)
        .observed(observed)
        .expected(expected)
        .build();
  }
}
