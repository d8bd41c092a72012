package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.pickle.PickledObject;
import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.program.ModuleInstance;
import io.repconv.converter.torchscript.program.Program;
import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The saved objects of a program as values of the evaluation: every module, tensor and list is one
 * value, however it is reached.
 */
final class Heap {
  private static final int MAX_DEPTH = 64;

  private final Program program;
  private final Emitter emitter;
  private final Map<TensorRef, TorchTensor> parameters = new HashMap<>();
  private final Map<TensorRef, TorchTensor> constants = new HashMap<>();
  private final IdentityHashMap<Object, Object> values = new IdentityHashMap<>();
  private final Map<PickledObject, Map<String, @Nullable Object>> assigned = new HashMap<>();

  Heap(Program program, Emitter emitter) {
    this.program = program;
    this.emitter = emitter;
  }

  ModuleInstance model() {
    return (ModuleInstance)
        values.computeIfAbsent(program.model(), m -> new ModuleInstance(program.model(), ""));
  }

  boolean has(ModuleInstance owner, String name) {
    Map<String, @Nullable Object> own = assigned.get(owner.object());
    return (own != null && own.containsKey(name)) || owner.object().attributes().containsKey(name);
  }

  @Nullable Object attribute(ModuleInstance owner, String name) {
    Map<String, @Nullable Object> own = assigned.get(owner.object());
    if (own != null && own.containsKey(name)) {
      return own.get(name);
    }
    return value(owner.attribute(name), owner.pathOf(name), "data", 0);
  }

  void assign(ModuleInstance owner, String name, @Nullable Object value) {
    assigned.computeIfAbsent(owner.object(), o -> new HashMap<>()).put(name, value);
  }

  /** {@code CONSTANTS.c<index>}. */
  @Nullable Object constant(int index) {
    if (index >= program.constants().size()) {
      throw RepconvException.of(ErrorCode.MISSING_DATA)
          .at(emitter.place().toString())
          .observed("CONSTANTS.c" + index)
          .expected("one of " + program.constants().size() + " constants")
          .build();
    }
    return value(program.constants().get(index), "constants." + index, "constants", 0);
  }

  private @Nullable Object value(@Nullable Object saved, String path, String folder, int depth) {
    if (depth > MAX_DEPTH) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(path)
          .observed("attributes nested deeper than " + MAX_DEPTH)
          .expected("fewer levels")
          .build();
    }
    if (saved instanceof TensorRef ref) {
      return tensor(ref, path, folder);
    }
    if (!(saved instanceof PickledObject
        || saved instanceof List<?>
        || saved instanceof Tuple
        || saved instanceof Map<?, ?>)) {
      return saved;
    }
    Object known = values.get(saved);
    if (known == null) {
      known = container(saved, path, folder, depth + 1);
      values.put(saved, known);
    }
    return known;
  }

  private Object container(Object saved, String path, String folder, int depth) {
    if (saved instanceof PickledObject object) {
      return new ModuleInstance(object, path);
    }
    if (saved instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
      map.forEach((key, item) -> dict.put(key, value(item, path + "." + key, folder, depth)));
      return dict;
    }
    List<?> items = saved instanceof Tuple tuple ? tuple.items() : (List<?>) saved;
    List<@Nullable Object> copied = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      copied.add(value(items.get(i), path + "." + i, folder, depth));
    }
    return saved instanceof Tuple ? new Tuple(copied) : copied;
  }

  private TorchTensor tensor(TensorRef ref, String path, String folder) {
    Map<TensorRef, TorchTensor> known = folder.equals("data") ? parameters : constants;
    TorchTensor tensor = known.get(ref);
    if (tensor == null) {
      tensor =
          TorchTensor.of(
              emitter, emitter.constant(path, program.tensors().read(ref, folder, path)));
      known.put(ref, tensor);
    }
    return tensor;
  }
}
