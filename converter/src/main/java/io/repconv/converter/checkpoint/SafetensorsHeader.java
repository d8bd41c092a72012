package io.repconv.converter.checkpoint;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON in front of the tensors of a {@link Safetensors} file. */
final class SafetensorsHeader {
  private static final String METADATA = "__metadata__";
  private static final int MAX_RANK = 64;
  private static final int ALIGNMENT = 8;

  private static final Map<String, ElementType> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("F32", ElementType.FLOAT);
    TYPES.put("F64", ElementType.DOUBLE);
    TYPES.put("F16", ElementType.FLOAT16);
    TYPES.put("BF16", ElementType.BFLOAT16);
    TYPES.put("I64", ElementType.INT64);
    TYPES.put("I32", ElementType.INT32);
    TYPES.put("I16", ElementType.INT16);
    TYPES.put("I8", ElementType.INT8);
    TYPES.put("U64", ElementType.UINT64);
    TYPES.put("U32", ElementType.UINT32);
    TYPES.put("U16", ElementType.UINT16);
    TYPES.put("U8", ElementType.UINT8);
    TYPES.put("BOOL", ElementType.BOOL);
  }

  /** A tensor's bytes lie from {@code begin} to {@code end}, counted from behind the header. */
  record Entry(String name, ElementType type, List<Long> dims, long begin, long end) {}

  private final Path path;
  private final int bytes;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsHeader(Path path, int bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  static SafetensorsHeader parse(Path path, ByteBuffer text) {
    SafetensorsHeader header = new SafetensorsHeader(path, text.remaining());
    String json = StandardCharsets.UTF_8.decode(text).toString();
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.setStrictness(Strictness.STRICT);
      header.read(reader);
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw header.malformed("a header that is not the JSON of the format: " + e.getMessage());
    }
    return header;
  }

  private void read(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (name.equals(METADATA)) {
        readMetadata(reader);
      } else if (entries.put(name, entry(name, reader)) != null) {
        throw malformed("two tensors named '" + name + "'");
      }
    }
    reader.endObject();
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw malformed("text behind the header's JSON");
    }
  }

  private void readMetadata(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (metadata.put(key, reader.nextString()) != null) {
        throw malformed("two metadata texts named '" + key + "'");
      }
    }
    reader.endObject();
  }

  private Entry entry(String name, JsonReader reader) throws IOException {
    String type = "";
    List<Long> shape = List.of();
    List<Long> offsets = List.of();
    reader.beginObject();
    while (reader.hasNext()) {
      String field = reader.nextName();
      switch (field) {
        case "dtype" -> type = reader.nextString();
        case "shape" -> shape = numbers(reader);
        case "data_offsets" -> offsets = numbers(reader);
        default -> throw malformed("tensor '%s' has a field '%s'".formatted(name, field));
      }
    }
    reader.endObject();
    ElementType known = TYPES.get(type);
    if (known == null) {
      throw RepconvException.of(ErrorCode.OTHER_FORMAT)
          .at(path + ", " + name)
          .observed("numbers of type '%s'".formatted(type))
          .expected("one of " + String.join(", ", TYPES.keySet()))
          .build();
    }
    return checked(name, known, shape, offsets);
  }

  private Entry checked(String name, ElementType type, List<Long> shape, List<Long> offsets) {
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw malformed("tensor '%s' lies at %s".formatted(name, offsets));
    }
    double elements = shape.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    long length = offsets.get(1) - offsets.get(0);
    if (elements * type.bytes() != length) {
      throw malformed(
          "tensor '%s' of type %s and shape %s in %d bytes"
              .formatted(name, type.text(), shape, length));
    }
    if (length > Integer.MAX_VALUE) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(path + ", " + name)
          .observed("a tensor of %d bytes".formatted(length))
          .expected("at most " + Integer.MAX_VALUE)
          .build();
    }
    return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
  }

  /** Numbers from 0 to 2^53, the last that JSON's own readers keep apart. */
  private List<Long> numbers(JsonReader reader) throws IOException {
    List<Long> numbers = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      long number = reader.nextLong();
      if (number < 0 || number > 1L << 53 || numbers.size() == MAX_RANK) {
        throw malformed("a list with the number %d at place %d".formatted(number, numbers.size()));
      }
      numbers.add(number);
    }
    reader.endArray();
    return numbers;
  }

  /** Holds the tensors to lie one behind the other in as many bytes. */
  void requireFilled(long available) {
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long filled = 0;
    for (Entry entry : ordered) {
      if (entry.begin() != filled) {
        throw RepconvException.of(ErrorCode.CORRUPT)
            .at(path + ", " + entry.name())
            .observed(
                "a tensor that begins at %d, where the one before ends at %d"
                    .formatted(entry.begin(), filled))
            .expected("tensors one behind the other")
            .build();
      }
      filled = entry.end();
    }
    if (filled > available) {
      throw CheckpointErrors.truncated(
          path, "%d bytes of tensors".formatted(available), "%d".formatted(filled));
    }
    if (filled < available) {
      throw RepconvException.of(ErrorCode.CORRUPT)
          .at(path.toString())
          .observed("%d bytes behind the last tensor".formatted(available - filled))
          .expected("none")
          .build();
    }
  }

  private RepconvException malformed(String observed) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(path.toString())
        .observed(observed)
        .expected("a safetensors file")
        .build();
  }

  /** The header's length in bytes. */
  int bytes() {
    return bytes;
  }

  List<Entry> entries() {
    return new ArrayList<>(entries.values());
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** The header of tensors that lie in this order, padded with spaces as the format wants it. */
  static byte[] text(List<Map.Entry<String, Tensor>> ordered, Map<String, String> metadata)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(METADATA).beginObject();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      long offset = 0;
      for (Map.Entry<String, Tensor> entry : ordered) {
        Tensor tensor = entry.getValue();
        long end = offset + (long) tensor.size() * tensor.type().bytes();
        json.name(entry.getKey()).beginObject();
        json.name("dtype").value(typeName(tensor.type()));
        writeNumbers(json.name("shape"), tensor.dims());
        writeNumbers(json.name("data_offsets"), offset, end);
        json.endObject();
        offset = end;
      }
      json.endObject();
    }
    byte[] written = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(written, (written.length + ALIGNMENT - 1) & -ALIGNMENT);
    Arrays.fill(padded, written.length, padded.length, (byte) ' ');
    return padded;
  }

  private static String typeName(ElementType type) {
    return TYPES.entrySet().stream()
        .filter(known -> known.getValue() == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(type + " has no name in safetensors"))
        .getKey();
  }

  private static void writeNumbers(JsonWriter json, long... numbers) throws IOException {
    json.beginArray();
    for (long number : numbers) {
      json.value(number);
    }
    json.endArray();
  }
}
