package io.repconv.converter.torchscript;

import io.repconv.converter.torchscript.PickleWriter.Call;
import io.repconv.converter.torchscript.PickleWriter.Instance;
import io.repconv.converter.torchscript.PickleWriter.Storage;
import io.repconv.converter.torchscript.PickleWriter.TupleOf;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript archive made by a test: code as text, attributes as objects, tensors stored. */
public final class TinyArchive {
  private static final Map<ElementType, String> STORAGES =
      Map.of(
          ElementType.FLOAT, "FloatStorage",
          ElementType.DOUBLE, "DoubleStorage",
          ElementType.FLOAT16, "HalfStorage",
          ElementType.BFLOAT16, "BFloat16Storage",
          ElementType.INT64, "LongStorage",
          ElementType.BOOL, "BoolStorage");

  private final Map<String, byte[]> stored = new LinkedHashMap<>();
  private final Map<String, byte[]> deflated = new LinkedHashMap<>();
  private final List<Object> constants = new ArrayList<>();
  private final String folder;

  public TinyArchive(String folder) {
    this.folder = folder;
    stored("version", "3\n".getBytes(StandardCharsets.UTF_8));
  }

  /** An archive of one class {@code M} with these attributes and this code behind its fields. */
  static TinyArchive of(Map<String, Object> attributes, String methods) {
    TinyArchive archive = new TinyArchive("tiny");
    archive.code("__torch__", "class M(Module):\n" + methods.indent(2));
    return archive.model(new Instance("__torch__", "M", attributes));
  }

  /** An archive whose model is stateless and has this {@code forward}, {@code x} its input. */
  static TinyArchive forward(String... body) {
    return forwardWith(Map.of(), body);
  }

  /** As {@link #forward}, with attributes. */
  static TinyArchive forwardWith(Map<String, Object> attributes, String... body) {
    return of(
        attributes,
        "def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n"
            + String.join("\n", body).indent(2));
  }

  TinyArchive code(String path, String text) {
    deflated.put("code/" + path + ".py", text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public TinyArchive model(Object model) {
    return stored("data.pkl", PickleWriter.pickle(model));
  }

  public TinyArchive stored(String name, byte[] content) {
    stored.put(name, content);
    return this;
  }

  TinyArchive deflated(String name, byte[] content) {
    deflated.put(name, content);
    return this;
  }

  /** What {@code CONSTANTS.c0}, {@code CONSTANTS.c1}, … stand for, in the order of the calls. */
  TinyArchive constant(Object value) {
    constants.add(value);
    return this;
  }

  /** A tensor attribute whose bytes lie in the data folder. */
  public Object tensor(Tensor tensor) {
    return tensor("data", tensor);
  }

  Object constantTensor(Tensor tensor) {
    return tensor("constants", tensor);
  }

  private Object tensor(String place, Tensor tensor) {
    String key = String.valueOf(stored.size());
    ByteBuffer bytes = tensor.bytes();
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    stored.put(place + "/" + key, content);
    Storage storage = new Storage(STORAGES.get(tensor.type()), key, tensor.size());
    return rebuild(storage, 0, longs(tensor.dims()), longs(strides(tensor.dims())));
  }

  /** What torch 2 keeps of the inputs of a trace: their shapes and types. */
  TinyArchive tracedInputs(List<Tensor> examples) {
    List<Object> tensors = new ArrayList<>();
    for (Tensor example : examples) {
      Storage storage =
          new Storage(STORAGES.get(example.type()), String.valueOf(tensors.size()), example.size());
      tensors.add(rebuild(storage, 0, longs(example.dims()), longs(strides(example.dims()))));
    }
    return stored("traced_inputs.pkl", PickleWriter.pickle(Map.of("forward", tensors)));
  }

  /** A tensor of any strides over a storage. */
  public static Object rebuild(
      Storage storage, long offset, List<Object> sizes, List<Object> strides) {
    return new Call(
        "torch._utils",
        "_rebuild_tensor_v2",
        List.of(
            storage,
            offset,
            new TupleOf(sizes),
            new TupleOf(strides),
            false,
            new Call("collections", "OrderedDict", List.of())));
  }

  private static List<Object> longs(long[] values) {
    return LongStream.of(values).<Object>mapToObj(Long::valueOf).toList();
  }

  private static long[] strides(long[] dims) {
    long[] strides = new long[dims.length];
    long step = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= dims[axis];
    }
    return strides;
  }

  Path write(Path directory) {
    stored.put("constants.pkl", PickleWriter.pickle(new TupleOf(constants)));
    return writeZip(directory);
  }

  /** Without adding anything. */
  public Path writeZip(Path directory) {
    Path file = directory.resolve("tiny.pt");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : stored.entrySet()) {
        ZipEntry header = new ZipEntry(folder + "/" + entry.getKey());
        CRC32 crc = new CRC32();
        crc.update(entry.getValue());
        header.setMethod(ZipEntry.STORED);
        header.setSize(entry.getValue().length);
        header.setCrc(crc.getValue());
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
      for (Map.Entry<String, byte[]> entry : deflated.entrySet()) {
        zip.putNextEntry(new ZipEntry(folder + "/" + entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
