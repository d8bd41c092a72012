package io.repconv.converter.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes the pickles that tests need, in protocol 2, as torch does. */
public final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An object of a class with attributes. */
  public record Instance(String module, String name, Map<String, Object> attributes) {}

  /** A call of a global: {@code (module, name)} with arguments. */
  public record Call(String module, String name, List<Object> arguments) {}

  /** A global by itself. */
  public record Name(String module, String name) {}

  /** A tuple; lists stay lists. */
  public record TupleOf(List<Object> items) {}

  /** A storage, written as a persistent id. */
  public record Storage(String type, String key, long elements) {}

  PickleWriter() {
    raw(0x80, 2);
  }

  public static byte[] pickle(Object value) {
    return new PickleWriter().write(value).end();
  }

  byte[] end() {
    raw('.');
    return out.toByteArray();
  }

  PickleWriter raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  PickleWriter global(String module, String name) {
    raw('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  PickleWriter write(Object value) {
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      raw('X', bytes.length & 0xff, bytes.length >> 8 & 0xff, bytes.length >> 16 & 0xff, 0);
      out.writeBytes(bytes);
    } else if (value instanceof Boolean flag) {
      raw(flag ? 0x88 : 0x89);
    } else if (value instanceof Long number) {
      raw(0x8a, 8);
      out.writeBytes(ByteBuffer.allocate(8).putLong(Long.reverseBytes(number)).array());
    } else if (value instanceof Double number) {
      raw('G');
      out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
    } else if (value == None.NONE) {
      raw('N');
    } else {
      structure(value);
    }
    return this;
  }

  /** Python's None. */
  public enum None {
    NONE
  }

  private void structure(Object value) {
    if (value instanceof TupleOf tuple) {
      raw('(');
      tuple.items().forEach(this::write);
      raw('t');
    } else if (value instanceof List<?> list) {
      raw(']', '(');
      list.forEach(this::write);
      raw('e');
    } else if (value instanceof Map<?, ?> map) {
      raw('}', '(');
      map.forEach((key, item) -> write(key).write(item));
      raw('u');
    } else if (value instanceof Instance instance) {
      global(instance.module(), instance.name())
          .raw(')', 0x81)
          .write(instance.attributes())
          .raw('b');
    } else if (value instanceof Call call) {
      global(call.module(), call.name()).write(new TupleOf(call.arguments())).raw('R');
    } else if (value instanceof Name name) {
      global(name.module(), name.name());
    } else if (value instanceof Storage storage) {
      write(
              new TupleOf(
                  List.of(
                      "storage",
                      new Name("torch", storage.type()),
                      storage.key(),
                      "cpu",
                      storage.elements())))
          .raw('Q');
    } else {
      throw new IllegalArgumentException(String.valueOf(value));
    }
  }
}
