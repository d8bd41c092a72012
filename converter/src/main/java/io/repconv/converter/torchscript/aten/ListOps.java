package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Device;
import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Dim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operators on lists, dicts and strings, all of them known while the program is evaluated. */
final class ListOps {
  private static final int MAX_LENGTH = 1_000_000;

  private ListOps() {}

  @SuppressWarnings(
      "unchecked") // every list of a program was made by the interpreter or by these operators
  static List<@Nullable Object> list(AtenCall call, int index) {
    Object value = call.argument(index, "self");
    if (value instanceof List<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw call.wrong("self", value, "a list");
  }

  @SuppressWarnings("unchecked") // as for list
  private static Map<Object, @Nullable Object> dict(AtenCall call) {
    Object value = call.argument(0, "self");
    if (value instanceof Map<?, ?> map) {
      return (Map<Object, @Nullable Object>) map;
    }
    throw call.wrong("self", value, "a dict");
  }

  static Object len(AtenCall call) {
    Object value = call.argument(0, "a");
    if (value instanceof List<?> list) {
      return (long) list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return (long) map.size();
    }
    if (value instanceof String text) {
      return (long) text.codePointCount(0, text.length());
    }
    if (value instanceof Tuple tuple) {
      return (long) tuple.items().size();
    }
    return ShapeOps.length(call);
  }

  static Object append(AtenCall call) {
    List<@Nullable Object> list = list(call, 0);
    requireRoom(call, list.size() + 1L);
    list.add(call.argument(1, "el"));
    return list;
  }

  static Object extend(AtenCall call) {
    List<@Nullable Object> list = list(call, 0);
    List<@Nullable Object> more = list(call, 1);
    requireRoom(call, (long) list.size() + more.size());
    list.addAll(new ArrayList<>(more));
    return list;
  }

  static Object insert(AtenCall call) {
    List<@Nullable Object> list = list(call, 0);
    requireRoom(call, list.size() + 1L);
    long index = call.integer(1, "idx");
    long at = index < 0 ? index + list.size() : index;
    list.add((int) Math.max(0, Math.min(list.size(), at)), call.argument(2, "el"));
    return list;
  }

  static @Nullable Object pop(AtenCall call) {
    List<@Nullable Object> list = list(call, 0);
    return list.remove(index(call, call.integer(1, "idx", -1), list.size()));
  }

  static Object reverse(AtenCall call) {
    List<@Nullable Object> list = list(call, 0);
    java.util.Collections.reverse(list);
    return list;
  }

  static Object concat(AtenCall call) {
    if (call.argument(0, "a") instanceof String a && call.argument(1, "b") instanceof String b) {
      requireRoom(call, (long) a.length() + b.length());
      return a + b;
    }
    List<@Nullable Object> both = new ArrayList<>(list(call, 0));
    List<@Nullable Object> more = list(call, 1);
    requireRoom(call, (long) both.size() + more.size());
    both.addAll(more);
    return both;
  }

  /** {@code [p] * 4}. */
  static Object times(AtenCall call) {
    List<@Nullable Object> once = list(call, 0);
    long count = Math.max(0, call.integer(1, "n"));
    requireRoom(call, Math.max(count, once.size()));
    requireRoom(call, count * once.size());
    List<@Nullable Object> repeated = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      repeated.addAll(once);
    }
    return repeated;
  }

  /** A copy of a list, or the characters of a string. */
  static Object copy(AtenCall call) {
    Object value = call.argument(0, "l");
    if (value instanceof Map<?, ?> map) {
      return new LinkedHashMap<Object, @Nullable Object>(map);
    }
    if (value instanceof Tuple tuple) {
      return new ArrayList<>(tuple.items());
    }
    if (value instanceof String text) {
      return new ArrayList<Object>(text.codePoints().mapToObj(Character::toString).toList());
    }
    return new ArrayList<>(list(call, 0));
  }

  static Object slice(AtenCall call) {
    List<@Nullable Object> list = list(call, 0);
    long step = call.integer(3, "step", 1);
    if (step <= 0) {
      throw call.wrong("step", step, "a positive step");
    }
    long start = clamp(call.integer(1, "start", 0), list.size());
    long end = clamp(call.integer(2, "end", Long.MAX_VALUE), list.size());
    List<@Nullable Object> part = new ArrayList<>();
    for (long i = start; i < end; i += step) {
      part.add(list.get((int) i));
    }
    return part;
  }

  private static long clamp(long index, int size) {
    return Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }

  static @Nullable Object setItem(AtenCall call) {
    if (call.argument(0, "self") instanceof Map<?, ?>) {
      Object key = call.argument(1, "key");
      requireKey(call, key);
      Map<Object, @Nullable Object> map = dict(call);
      map.put(Objects.requireNonNull(key), call.argument(2, "value"));
      return null;
    }
    List<@Nullable Object> list = list(call, 0);
    list.set(index(call, call.integer(1, "idx"), list.size()), call.argument(2, "el"));
    return list;
  }

  /**
   * The element of a list, tuple, dict or string; a tensor's first axis is left to the view
   * operators.
   */
  static @Nullable Object getItem(AtenCall call) {
    Object container = call.argument(0, "self");
    if (container instanceof Map<?, ?> map) {
      Object key = call.argument(1, "key");
      requireKey(call, key);
      if (!map.containsKey(key)) {
        throw call.wrong("key", key, "one of " + map.keySet());
      }
      return map.get(key);
    }
    if (container instanceof Tuple tuple) {
      return tuple.items().get(index(call, call.integer(1, "idx"), tuple.items().size()));
    }
    if (container instanceof String text) {
      return String.valueOf(text.charAt(index(call, call.integer(1, "idx"), text.length())));
    }
    if (container instanceof TorchTensor) {
      return ViewOps.select(call.with(container, 0L, call.argument(1, "idx")));
    }
    List<@Nullable Object> list = list(call, 0);
    return list.get(index(call, call.integer(1, "idx"), list.size()));
  }

  private static int index(AtenCall call, long index, int size) {
    long at = index < 0 ? index + size : index;
    if (at < 0 || at >= size) {
      throw call.wrong("idx", index, "an index into " + size + " elements");
    }
    return (int) at;
  }

  static Object contains(AtenCall call) {
    Object container = call.argument(0, "self");
    Object item = call.argument(1, "key");
    if (container instanceof Map<?, ?> map) {
      return !(item instanceof List<?>) && map.containsKey(item);
    }
    if (container instanceof String text && item instanceof String part) {
      // Searching may look at the whole part again at every character of the text.
      call.emitter().worked((long) text.length() * part.length() / 16);
      requireRoom(call, (long) text.length() * part.length() / 16);
      return text.contains(part);
    }
    return Comparisons.isIn(call, list(call, 0), item);
  }

  static Object keys(AtenCall call) {
    return new ArrayList<@Nullable Object>(dict(call).keySet());
  }

  static Object values(AtenCall call) {
    return new ArrayList<@Nullable Object>(dict(call).values());
  }

  static Object items(AtenCall call) {
    List<@Nullable Object> items = new ArrayList<>();
    dict(call).forEach((key, value) -> items.add(new Tuple(java.util.Arrays.asList(key, value))));
    return items;
  }

  static @Nullable Object get(AtenCall call) {
    Object key = call.argument(1, "key");
    Map<Object, @Nullable Object> dict = dict(call);
    return key != null && dict.containsKey(key) ? dict.get(key) : call.argument(2, "default");
  }

  static Object newDict(AtenCall call) {
    Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
    if (call.count() > 0 && call.argument(0, "self") instanceof Map<?, ?>) {
      dict.putAll(dict(call));
    } else if (call.count() > 0) {
      for (Object pair : list(call, 0)) {
        if (!(pair instanceof Tuple tuple) || tuple.items().size() != 2) {
          throw call.wrong("self", pair, "pairs of key and value");
        }
        requireKey(call, tuple.items().get(0));
        dict.put(Objects.requireNonNull(tuple.items().get(0)), tuple.items().get(1));
      }
    }
    return dict;
  }

  private static void requireKey(AtenCall call, @Nullable Object key) {
    if (!(key instanceof String
        || key instanceof Long
        || key instanceof Double
        || key instanceof Boolean)) {
      throw call.wrong("key", key, "a string or a number");
    }
  }

  private static void requireRoom(AtenCall call, long length) {
    if (length > MAX_LENGTH) {
      throw call.unsupported("a list of " + length + " elements", "at most " + MAX_LENGTH);
    }
  }

  /** {@code "{} of {}".format(a, b)}. */
  static Object format(AtenCall call) {
    String text = call.text(0, "self", "");
    StringBuilder result = new StringBuilder();
    int argument = 1;
    int at = 0;
    for (int next = text.indexOf("{}"); next >= 0; next = text.indexOf("{}", at)) {
      result.append(text, at, next).append(text(call.argument(argument++, "")));
      at = next + 2;
    }
    return result.append(text.substring(at)).toString();
  }

  static String text(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream()
          .limit(8)
          .map(item -> item instanceof List<?> ? "[...]" : text(item))
          .toList()
          .toString();
    }
    if (value instanceof Device) {
      return "cpu"; // what a file says of devices is never used
    }
    return value instanceof String || value instanceof Dim
        ? value.toString()
        : AtenCall.describe(value);
  }

  /** {@code find(self, substr, start, end)}, -1 where it is not there. */
  static Object find(AtenCall call) {
    String text = call.text(0, "self", "");
    String part = call.text(1, "substr", "");
    long start = clamp(call.integer(2, "start", 0), text.length());
    long end = clamp(call.integer(3, "end", Long.MAX_VALUE), text.length());
    long found = text.indexOf(part, (int) start);
    return found >= 0 && found + part.length() <= end ? found : -1L;
  }

  static Object lower(AtenCall call) {
    return call.text(0, "self", "").toLowerCase(java.util.Locale.ROOT);
  }

  static Object startsWith(AtenCall call) {
    return call.text(0, "self", "").startsWith(call.text(1, "substr", ""));
  }
}
