package io.repconv.converter.checkpoint;

import io.repconv.converter.torchscript.program.FiniteNumbers;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The {@code .params} file of {@code ai.djl.Model.save}: a header (inputs, properties), then the
 * block's version, its input shapes and its parameters.
 *
 * <p>A block of blocks writes the names that parameters have within their own block and not which
 * block that is, so only a file of one block names its parameters fully.
 */
final class DjlParameters {
  private static final int VERSION = 1;
  private static final int LAST_ARRAY_VERSION = 3;
  private static final int MOST = 1 << 16;
  private static final int MAX_RANK = 64;

  private static final Map<String, ElementType> TYPES =
      Map.of(
          "FLOAT32", ElementType.FLOAT,
          "FLOAT64", ElementType.DOUBLE,
          "FLOAT16", ElementType.FLOAT16,
          "BFLOAT16", ElementType.BFLOAT16,
          "UINT8", ElementType.UINT8,
          "INT8", ElementType.INT8,
          "INT32", ElementType.INT32,
          "INT64", ElementType.INT64,
          "BOOLEAN", ElementType.BOOL);

  private final Path path;
  private final BigEndianCursor in;

  private DjlParameters(Path path, BigEndianCursor in) {
    this.path = path;
    this.in = in;
  }

  /**
   * Reads the parameters by name, mapped.
   *
   * @throws io.repconv.graph.RepconvException TRUNCATED, MALFORMED, OTHER_FORMAT for a block of
   *     blocks, NOT_A_NUMBER
   */
  static Map<String, Tensor> read(Path path) {
    try (BigEndianCursor in = new BigEndianCursor(path)) {
      return new DjlParameters(path, in).parameters();
    } catch (IOException e) {
      throw CheckpointErrors.unreadable(path, e);
    }
  }

  private Map<String, Tensor> parameters() throws IOException {
    in.bytes(4); // the signature
    require(in.i4() == VERSION, "another version of the file");
    in.utf();
    in.utf();
    for (int left = count("inputs"); left > 0; left--) {
      in.utf();
      shape();
    }
    for (int left = count("properties"); left > 0; left--) {
      in.utf();
      in.utf();
    }
    in.u1();
    for (int left = count("input shapes"); left > 0; left--) {
      shape();
    }
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    while (!in.atEnd()) {
      int kind = in.u2();
      require(kind == 'P', "a block of blocks, or one with data of its own,");
      require(in.u1() == VERSION, "another version of a parameter");
      String name = in.utf();
      Tensor tensor = array(name);
      require(parameters.put(name, tensor) == null, "two parameters named '" + name + "'");
      FiniteNumbers.requireNoNan(tensor, name);
    }
    return parameters;
  }

  private Tensor array(String name) throws IOException {
    require(in.utf().equals("NDAR"), "a parameter without an array");
    int version = in.i4();
    require(version >= 1 && version <= LAST_ARRAY_VERSION, "another version of an array");
    if (version > 1 && in.u1() == 1) {
      in.utf(); // the array's own name
    }
    require(in.utf().equals("DENSE"), "a sparse array");
    String typeName = in.utf();
    ElementType type = TYPES.get(typeName);
    require(type != null, "an array of " + typeName);
    long[] dims = shape();
    boolean swapped = version > 2 && in.u1() == '>';
    long length = in.i4();
    double elements = 1;
    for (long dim : dims) {
      require(dim >= 0, "a negative size");
      elements *= dim;
    }
    ElementType known = Objects.requireNonNull(type);
    require(elements * known.bytes() == length, "'%s' in %d bytes".formatted(name, length));
    require(!swapped, "an array in big-endian order");
    ByteBuffer bytes = in.bytes(length);
    return Tensor.stored(known, dims, bytes);
  }

  private long[] shape() throws IOException {
    int rank = count("sizes");
    require(rank <= MAX_RANK, "%d sizes".formatted(rank));
    long[] dims = new long[rank];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = in.i8();
    }
    for (int left = count("letters of a layout"); left > 0; left--) {
      in.u2();
    }
    return dims;
  }

  private int count(String what) throws IOException {
    int count = in.i4();
    require(count >= 0 && count <= MOST, "%d %s".formatted(count, what));
    return count;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw CheckpointErrors.malformed(
          path,
          "%s at byte %d".formatted(otherwise, in.position()),
          "the parameters of one block, as DJL's Model.save writes them");
    }
  }
}
