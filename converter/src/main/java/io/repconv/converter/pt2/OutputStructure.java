package io.repconv.converter.pt2;

import io.repconv.converter.torchscript.pickle.Tuple;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code forward} returned, put together again from its leaves: a program has those in a flat
 * list, and beside it the structure as JSON, {@code [1, {"type": "builtins.dict", "context":
 * "[\"out\", \"aux\"]", "children_spec": [leaf, leaf]}]}, where a leaf has no type.
 */
final class OutputStructure {
  private final JsonField graphModule;
  private final Iterator<@Nullable Object> leaves;

  private OutputStructure(JsonField graphModule, Iterator<@Nullable Object> leaves) {
    this.graphModule = graphModule;
    this.leaves = leaves;
  }

  /**
   * The structure with these leaves; the list itself where the program tells no structure.
   *
   * @throws io.repconv.graph.RepconvException MALFORMED where it has another number of leaves
   */
  static @Nullable Object of(JsonField graphModule, List<@Nullable Object> leaves) {
    List<JsonField> calls =
        graphModule.find("module_call_graph").map(JsonField::items).orElse(List.of());
    if (calls.isEmpty() || !calls.get(0).has("signature")) {
      return leaves;
    }
    JsonField text = calls.get(0).get("signature").get("out_spec");
    List<JsonField> versioned = text.parsed().items();
    if (versioned.size() != 2) {
      throw text.malformed("a version and a structure");
    }
    OutputStructure open = new OutputStructure(graphModule, leaves.iterator());
    Object structure = open.next(versioned.get(1));
    if (open.leaves.hasNext()) {
      throw text.malformed("a structure of %d leaves".formatted(leaves.size()));
    }
    return structure;
  }

  private @Nullable Object next(JsonField spec) {
    if (!spec.has("type")) {
      if (!leaves.hasNext()) {
        throw spec.malformed("as many leaves as there are outputs");
      }
      return leaves.next();
    }
    List<@Nullable Object> children = new ArrayList<>();
    for (JsonField child : spec.get("children_spec").items()) {
      children.add(next(child));
    }
    return switch (spec.get("type").text()) {
      case "builtins.dict", "collections.OrderedDict" ->
          named(spec, spec.get("context").parsed().items(), children);
      case "collections.defaultdict" -> {
        List<JsonField> factoryAndKeys = spec.get("context").parsed().items();
        if (factoryAndKeys.size() != 2) {
          throw spec.malformed("a factory and keys");
        }
        yield named(spec, factoryAndKeys.get(1).items(), children);
      }
      case "collections.namedtuple" ->
          fields(spec.get("context"))
              .<@Nullable Object>map(names -> named(spec, names, children))
              .orElseGet(() -> new Tuple(children));
      default -> new Tuple(children);
    };
  }

  /** The names of a named tuple's fields, which newer archives have beside the structure. */
  private Optional<List<JsonField>> fields(JsonField type) {
    return graphModule
        .find("treespec_namedtuple_fields")
        .flatMap(types -> types.find(type.text()))
        .map(fields -> fields.get("field_names").items());
  }

  private static Map<String, @Nullable Object> named(
      JsonField spec, List<JsonField> keys, List<@Nullable Object> children) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    Iterator<@Nullable Object> next = children.iterator();
    for (JsonField key : keys) {
      if (!next.hasNext()) {
        throw spec.malformed("a child for each key");
      }
      named.put(key.name(), next.next());
    }
    return named;
  }
}
