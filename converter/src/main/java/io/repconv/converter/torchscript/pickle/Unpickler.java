package io.repconv.converter.torchscript.pickle;

import io.repconv.converter.torchscript.pickle.Meaning.Maker;
import io.repconv.converter.torchscript.pickle.Meaning.ObjectClass;
import io.repconv.converter.torchscript.pickle.Meaning.StorageClass;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns a pickle (protocols 2 to 5) into plain objects without ever loading or calling what it
 * names.
 *
 * <p>Results: null, {@link Boolean}, {@link Long}, {@link java.math.BigInteger}, {@link Double},
 * {@link String}, {@code byte[]}, {@link List}, {@link Tuple}, {@link Map}, {@link PickledObject},
 * {@link StorageRef}, {@link TensorRef}, {@link Device}, {@link Meaning}. A list or a map may
 * contain itself; whoever walks a result bounds its depth.
 */
public final class Unpickler {
  private static final int MAX_OPCODES = 16_000_000;
  private static final int MAX_CONTAINERS = 4_000_000;

  /** Takes the place of everything that a refused global would have made. */
  private static final Object REFUSED = new Object();

  private final PickleBytes in;
  private final GlobalList allowed;
  private final Consumer<StorageRef> storages;
  private final Set<Global> refused = new LinkedHashSet<>();
  private final UnpicklerStack stack;
  private final Map<Integer, @Nullable Object> memo = new HashMap<>();
  private int containers;

  private Unpickler(
      String where, ByteBuffer bytes, GlobalList allowed, Consumer<StorageRef> storages) {
    this.in = new PickleBytes(where, bytes);
    this.allowed = allowed;
    this.storages = storages;
    this.stack = new UnpicklerStack(in);
  }

  /**
   * Reads one pickle from the buffer's position, which then is behind it.
   *
   * @param where file and entry, for messages
   * @throws RepconvException FORBIDDEN_GLOBAL with every global off the list, also where the pickle
   *     is damaged behind it; TRUNCATED, MALFORMED, TOO_LARGE
   */
  public static @Nullable Object unpickle(String where, ByteBuffer bytes, GlobalList allowed) {
    return unpickle(where, bytes, allowed, storage -> {});
  }

  /**
   * The same.
   *
   * @param storages told of every storage that the pickle mentions, as often as it does
   */
  public static @Nullable Object unpickle(
      String where, ByteBuffer bytes, GlobalList allowed, Consumer<StorageRef> storages) {
    Unpickler unpickler = new Unpickler(where, bytes, allowed, storages);
    try {
      Object result = unpickler.run();
      unpickler.requireAllowed(where);
      return result;
    } catch (RepconvException damaged) {
      unpickler.requireAllowed(where);
      throw damaged;
    }
  }

  private void requireAllowed(String where) {
    if (!refused.isEmpty()) {
      throw RepconvException.of(ErrorCode.FORBIDDEN_GLOBAL)
          .at(where)
          .observed("the pickle names " + described(refused))
          .expected("only globals that torch writes for tensors and modules")
          .why("Loading it in Python would run that code; repconv never does.")
          .fix(
              "If the file is yours, save the model as TorchScript (torch.jit.trace, then save), or its"
                  + " state_dict() alone.")
          .build();
    }
  }

  private static String described(Set<Global> globals) {
    List<String> names = globals.stream().limit(8).map(Global::qualified).toList();
    int more = globals.size() - names.size();
    return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
  }

  private @Nullable Object run() {
    for (int count = 0; count < MAX_OPCODES; count++) {
      int opcode = in.u1();
      if (opcode == '.') {
        return stack.pop();
      }
      if (!literal(opcode) && !collection(opcode) && !memory(opcode) && !object(opcode)) {
        throw in.malformed("opcode 0x%02x, which torch does not write".formatted(opcode));
      }
    }
    throw tooLarge("more than " + MAX_OPCODES + " opcodes");
  }

  private boolean literal(int opcode) {
    switch (opcode) {
      case 'N' -> stack.push(null);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'J' -> stack.push((long) in.i4());
      case 'K' -> stack.push((long) in.u1());
      case 'M' -> stack.push((long) in.u2());
      case 0x8a -> stack.push(in.integer(in.u1()));
      case 0x8b -> stack.push(in.integer(in.i4()));
      case 'G' -> stack.push(in.bigEndianDouble());
      case 'X' -> stack.push(in.utf8(in.i4() & 0xffffffffL));
      case 0x8c -> stack.push(in.utf8(in.u1()));
      case 0x8d -> stack.push(in.utf8(in.length8()));
      case 'T' -> stack.push(in.utf8(in.i4()));
      case 'U' -> stack.push(in.utf8(in.u1()));
      case 'B' -> stack.push(in.raw(in.i4() & 0xffffffffL));
      case 'C' -> stack.push(in.raw(in.u1()));
      case 0x8e -> stack.push(in.raw(in.length8()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean collection(int opcode) {
    switch (opcode) {
      case ')' -> stack.push(new Tuple(List.of()));
      case 't' -> tuple(stack.popToMark());
      case 0x85 -> tuple(stack.pop(1));
      case 0x86 -> tuple(stack.pop(2));
      case 0x87 -> tuple(stack.pop(3));
      case ']' -> container(new ArrayList<@Nullable Object>());
      case '}' -> container(new LinkedHashMap<Object, @Nullable Object>());
      case 'a' -> extend(stack.pop(1));
      case 'e' -> extend(stack.popToMark());
      case 's' -> setItems(stack.pop(2));
      case 'u' -> setItems(stack.popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int opcode) {
    switch (opcode) {
      case 0x80, 'q' -> {
        int argument = in.u1();
        if (opcode == 'q') {
          memo.put(argument, stack.peek());
        }
      }
      case 'r' -> memo.put(in.i4(), stack.peek());
      case 0x94 -> memo.put(memo.size(), stack.peek());
      case 'h' -> recall(in.u1());
      case 'j' -> recall(in.i4());
      case '(' -> stack.mark();
      case '0' -> stack.pop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.peek());
      case 0x95 -> in.length8(); // a frame's length, a hint for buffering
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int opcode) {
    switch (opcode) {
      case 'c' -> global(in.line(), in.line());
      case 0x93 -> stackGlobal();
      case 'R' -> reduce();
      case 0x81 -> newObject();
      case 'b' -> build();
      case 'Q' -> stack.push(storage(stack.pop()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void container(@Nullable Object container) {
    if (++containers > MAX_CONTAINERS) {
      throw tooLarge("more than " + MAX_CONTAINERS + " lists, tuples, dicts and objects");
    }
    stack.push(container);
  }

  private void tuple(List<@Nullable Object> items) {
    container(new Tuple(items));
  }

  private void recall(int index) {
    if (!memo.containsKey(index)) {
      throw in.malformed("memo entry " + index + " that was never stored");
    }
    stack.push(memo.get(index));
  }

  @SuppressWarnings("unchecked") // every List on the stack was made by container() or a maker
  private void extend(List<@Nullable Object> items) {
    Object target = stack.peek();
    if (target instanceof List<?> list) {
      ((List<@Nullable Object>) list).addAll(items);
    } else if (target != REFUSED) {
      throw in.malformed("items for something that is no list");
    }
  }

  @SuppressWarnings("unchecked") // every Map on the stack was made by container() or a maker
  private void setItems(List<@Nullable Object> items) {
    Object target = stack.peek();
    if (target == REFUSED) {
      return;
    }
    if (!(target instanceof Map<?, ?> map) || items.size() % 2 != 0) {
      throw in.malformed("keys and values for something that is no dict");
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      if (key instanceof String || key instanceof Number || key instanceof Boolean) {
        ((Map<Object, @Nullable Object>) map).put(key, items.get(i + 1));
      } else if (key != REFUSED) {
        throw in.malformed("a dict key that is no string, number or bool");
      }
    }
  }

  private void stackGlobal() {
    List<@Nullable Object> names = stack.pop(2);
    if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
      throw in.malformed("a global whose name is no string");
    }
    global(module, name);
  }

  private void global(String module, String name) {
    Global global = new Global(module, name);
    Meaning meaning = allowed.find(global);
    if (meaning == null) {
      refused.add(global);
    }
    stack.push(meaning == null ? REFUSED : meaning);
  }

  private void reduce() {
    List<@Nullable Object> call = stack.pop(2);
    Object callee = call.get(0);
    if (callee == REFUSED) {
      stack.push(REFUSED);
    } else if (callee instanceof Maker maker && call.get(1) instanceof Tuple arguments) {
      try {
        container(maker.make(arguments.items()));
      } catch (IllegalArgumentException e) {
        throw in.malformed(String.valueOf(e.getMessage()));
      }
    } else {
      throw in.malformed("a call of something that cannot be called");
    }
  }

  private void newObject() {
    List<@Nullable Object> call = stack.pop(2);
    if (call.get(0) instanceof ObjectClass objectClass) {
      container(new PickledObject(objectClass.name()));
    } else if (call.get(0) == REFUSED) {
      stack.push(REFUSED);
    } else {
      throw in.malformed("an object of something that is no class");
    }
  }

  private void build() {
    Object state = stack.pop();
    if (stack.peek() instanceof PickledObject object) {
      if (!(state instanceof Map<?, ?> attributes)) {
        throw in.malformed("state of a " + object.className() + " that is no dict");
      }
      attributes.forEach((name, value) -> object.attributes().put(String.valueOf(name), value));
    }
  }

  /**
   * A persistent id: {@code ('storage', class, key, device, elements)}, as torch writes it. Its old
   * format adds None, or what the storage is a part of.
   */
  private Object storage(@Nullable Object id) {
    if (id instanceof Tuple tuple
        && tuple.items().size() >= 5
        && tuple.items().get(1) instanceof StorageClass storage
        && tuple.items().get(2) instanceof String key
        && tuple.items().get(4) instanceof Long elements) {
      if (tuple.items().size() > 5 && tuple.items().get(5) != null) {
        throw in.malformed("a storage that is a part of another, as torch before 0.4 wrote");
      }
      StorageRef ref = new StorageRef(storage.type(), key, elements);
      storages.accept(ref);
      return ref;
    }
    if (!refused.isEmpty()) {
      return REFUSED;
    }
    throw in.malformed("a persistent id that is no storage");
  }

  private RepconvException tooLarge(String observed) {
    return RepconvException.of(ErrorCode.TOO_LARGE).observed("a pickle of " + observed).build();
  }
}
