package io.repconv.converter.pt2;

import io.repconv.converter.torchscript.pickle.Device;
import io.repconv.converter.torchscript.value.Unknown;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of nodes as the values that operators take: tensors and sizes by name, everything else
 * as it stands.
 */
final class ExportedArguments {
  private final Function<JsonField, @Nullable Object> named;

  /**
   * A reader.
   *
   * @param named finds the value of a name
   */
  ExportedArguments(Function<JsonField, @Nullable Object> named) {
    this.named = named;
  }

  /** The value of a tagged argument, {@code {"as_ints": [1, 1]}}. */
  @Nullable Object value(JsonField argument) {
    Map.Entry<String, JsonField> variant = argument.variant();
    JsonField field = variant.getValue();
    return switch (variant.getKey()) {
      case "as_none" -> null;
      case "as_tensor" -> named.apply(field.get("name"));
      case "as_name" -> named.apply(field);
      case "as_tensors" -> list(field, item -> named.apply(item.get("name")));
      case "as_int" -> field.integer();
      case "as_ints" -> list(field, JsonField::integer);
      case "as_float" -> field.real();
      case "as_floats" -> list(field, JsonField::real);
      case "as_bool" -> field.flag();
      case "as_bools" -> list(field, JsonField::flag);
      case "as_string" -> field.text();
      case "as_strings" -> list(field, JsonField::text);
      case "as_sym_int", "as_sym_float", "as_sym_bool", "as_optional_tensor" -> value(field);
      case "as_sym_ints", "as_sym_floats", "as_sym_bools", "as_optional_tensors" ->
          list(field, this::value);
      case "as_scalar_type" -> ScalarTypes.inC10(field);
      case "as_device" -> new Device("cpu");
      case "as_layout", "as_memory_format" -> null; // the order in memory changes no number
      case "as_graph" -> Unknown.VALUE; // of an operator that is not supported, and reported
      default ->
          throw RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
              .at(field.where())
              .observed("an argument " + variant.getKey())
              .expected("tensors, numbers, strings and lists of them")
              .build();
    };
  }

  private static List<@Nullable Object> list(
      JsonField field, Function<JsonField, @Nullable Object> item) {
    List<@Nullable Object> items = new ArrayList<>();
    field.items().forEach(element -> items.add(item.apply(element)));
    return items;
  }
}
