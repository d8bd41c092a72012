package io.repconv.converter.torchscript.pickle;

import io.repconv.converter.torchscript.pickle.Meaning.Maker;
import io.repconv.converter.torchscript.pickle.Meaning.ObjectClass;
import io.repconv.converter.torchscript.pickle.Meaning.StorageClass;
import io.repconv.converter.torchscript.pickle.Meaning.Symbol;
import io.repconv.graph.ElementType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The globals that torch itself writes into archives and checkpoints. */
public final class TorchGlobals {
  private static final Map<String, ElementType> STORAGES =
      Map.of(
          "FloatStorage", ElementType.FLOAT,
          "DoubleStorage", ElementType.DOUBLE,
          "HalfStorage", ElementType.FLOAT16,
          "BFloat16Storage", ElementType.BFLOAT16,
          "LongStorage", ElementType.INT64,
          "IntStorage", ElementType.INT32,
          "ShortStorage", ElementType.INT16,
          "CharStorage", ElementType.INT8,
          "ByteStorage", ElementType.UINT8,
          "BoolStorage", ElementType.BOOL);

  private static final Set<String> TYPED_LISTS =
      Set.of("build_intlist", "build_boollist", "build_doublelist", "build_tensorlist");

  private static final Set<String> DTYPES =
      Set.of(
          "float32",
          "float64",
          "float16",
          "bfloat16",
          "int64",
          "int32",
          "int16",
          "int8",
          "uint8",
          "bool");

  private TorchGlobals() {}

  /**
   * Globals of the pickles in a TorchScript archive. Every class of its code is an object class.
   */
  public static @Nullable Meaning ofArchive(Global global) {
    if (global.module().equals("__torch__") || global.module().startsWith("__torch__.")) {
      return new ObjectClass(global.qualified());
    }
    if (global.module().equals("torch.jit._pickle")) {
      return typedValue(global.name());
    }
    return common(global);
  }

  /**
   * Globals of a checkpoint that {@code torch.save} wrote: a state dict, and what training scripts
   * put beside it (their options, numbers of numpy, which are not read).
   */
  public static @Nullable Meaning ofCheckpoint(Global global) {
    return switch (global.qualified()) {
      case "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "_codecs.encode" ->
          (Maker) arguments -> argument(arguments, 0);
      case "argparse.Namespace" -> new ObjectClass(global.qualified());
      case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "numpy.dtype" ->
          (Maker) arguments -> new Symbol(global.qualified());
      case "collections.Counter", "collections.defaultdict" ->
          (Maker) arguments -> new LinkedHashMap<Object, Object>();
      case "torch.Size" -> (Maker) arguments -> argument(arguments, 0);
      default ->
          global.module().equals("torch") && DTYPES.contains(global.name())
              ? new Symbol(global.qualified())
              : common(global);
    };
  }

  private static @Nullable Meaning common(Global global) {
    return switch (global.qualified()) {
      case "torch._utils._rebuild_tensor_v2" -> (Maker) TorchGlobals::tensor;
      case "collections.OrderedDict" -> (Maker) TorchGlobals::dict;
      case "torch.device" ->
          (Maker)
              arguments -> new Device(argument(arguments, 0) instanceof String name ? name : "");
      default -> {
        ElementType type = global.module().equals("torch") ? STORAGES.get(global.name()) : null;
        yield type == null ? null : new StorageClass(type);
      }
    };
  }

  private static @Nullable Meaning typedValue(String name) {
    if (TYPED_LISTS.contains(name) || name.equals("restore_type_tag")) {
      return (Maker) arguments -> argument(arguments, 0);
    }
    return null;
  }

  private static Object dict(List<@Nullable Object> arguments) {
    Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
    if (!arguments.isEmpty() && arguments.get(0) instanceof List<?> pairs) {
      for (Object pair : pairs) {
        boolean isPair = pair instanceof Tuple tuple && tuple.items().size() == 2;
        if (!isPair || !(((Tuple) pair).items().get(0) instanceof String key)) {
          throw new IllegalArgumentException("an OrderedDict of something else than pairs");
        }
        dict.put(key, ((Tuple) pair).items().get(1));
      }
    }
    return dict;
  }

  private static TensorRef tensor(List<@Nullable Object> arguments) {
    if (argument(arguments, 0) instanceof StorageRef storage
        && argument(arguments, 1) instanceof Long offset
        && argument(arguments, 2) instanceof Tuple sizes
        && argument(arguments, 3) instanceof Tuple strides) {
      return new TensorRef(storage, offset, longs(sizes), longs(strides));
    }
    throw new IllegalArgumentException(
        "a tensor of other parts than storage, offset, sizes, strides");
  }

  private static List<Long> longs(Tuple tuple) {
    List<Long> values = new ArrayList<>();
    for (Object item : tuple.items()) {
      if (!(item instanceof Long value)) {
        throw new IllegalArgumentException("a size that is no int");
      }
      values.add(value);
    }
    return List.copyOf(values);
  }

  private static @Nullable Object argument(List<@Nullable Object> arguments, int index) {
    if (index >= arguments.size()) {
      throw new IllegalArgumentException("too few arguments");
    }
    return arguments.get(index);
  }
}
