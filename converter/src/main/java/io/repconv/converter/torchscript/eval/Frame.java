package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.value.Place;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one running function and where it stands. */
final class Frame {
  private final String module;
  private final String className;
  private final String file;
  private final Map<String, @Nullable Object> variables = new HashMap<>();
  private @Nullable Object result;

  Frame(String module, String className, String file) {
    this.module = module;
    this.className = className;
    this.file = file;
  }

  /** A frame for a function called from this one: the same module, another file. */
  Frame inFile(String otherFile) {
    return new Frame(module, className, otherFile);
  }

  Place at(int line) {
    return new Place(module, className, file, line);
  }

  boolean has(String name) {
    return variables.containsKey(name);
  }

  @Nullable Object get(String name) {
    return variables.get(name);
  }

  void set(String name, @Nullable Object value) {
    variables.put(name, value);
  }

  void returns(@Nullable Object value) {
    result = value;
  }

  @Nullable Object result() {
    return result;
  }
}
