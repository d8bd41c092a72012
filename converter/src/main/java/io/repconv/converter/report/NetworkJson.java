package io.repconv.converter.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.repconv.converter.Folded;
import io.repconv.converter.Model;
import io.repconv.converter.Version;
import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Cost;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.MultiBranchBlock;
import io.repconv.graph.fold.Refusal;
import io.repconv.graph.fold.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A model and its folds as JSON, the part that exports and inspections share. */
final class NetworkJson {
  private final Map<String, Long> sizes;

  private NetworkJson(Map<String, Long> sizes) {
    this.sizes = sizes;
  }

  static JsonObject of(String command, Folded folded, Map<String, Long> bound) {
    NetworkJson json = new NetworkJson(ExampleSizes.of(folded.model().graph(), bound));
    JsonObject object = new JsonObject();
    object.addProperty("repconv", Version.current());
    object.addProperty("command", command);
    object.add("model", model(folded.model()));
    JsonObject sizes = new JsonObject();
    json.sizes.forEach(sizes::addProperty);
    object.add("sizes", sizes);
    object.add("before", json.cost(folded.before()));
    object.add("after", json.cost(folded.after()));
    object.add("folds", array(folded.folds(), json::fold));
    object.add("rewrites", rewrites(folded.folds()));
    object.add("refusals", array(folded.refusals(), NetworkJson::refusal));
    object.add("multiBranch", array(folded.multiBranchBlocks(), NetworkJson::block));
    return object;
  }

  static <T> JsonArray array(List<T> elements, Function<T, JsonElement> toJson) {
    JsonArray array = new JsonArray();
    elements.forEach(element -> array.add(toJson.apply(element)));
    return array;
  }

  static JsonObject model(Model model) {
    JsonObject object = new JsonObject();
    object.addProperty("path", model.path().toString());
    object.addProperty("format", model.format().name().toLowerCase(Locale.ROOT));
    object.addProperty("bytes", model.bytes());
    object.add("inputs", array(model.graph().inputs(), NetworkJson::port));
    object.add("outputs", array(model.graph().outputs(), NetworkJson::port));
    JsonObject operators = new JsonObject();
    model.graph().nodes().stream()
        .map(Node::op)
        .collect(Collectors.groupingBy(op -> op.name(), TreeMap::new, Collectors.counting()))
        .forEach(operators::addProperty);
    object.add("operators", operators);
    object.add("notices", array(model.notices(), JsonPrimitive::new));
    return object;
  }

  private static JsonObject port(Value value) {
    JsonObject object = new JsonObject();
    object.addProperty("name", value.name());
    object.addProperty("type", value.element().text());
    if (value.shape().isRanked()) {
      object.add("shape", array(value.shape().dims(), NetworkJson::size));
    }
    return object;
  }

  private static JsonPrimitive size(Dim dim) {
    return dim.isConstant() ? new JsonPrimitive(dim.value()) : new JsonPrimitive(dim.toString());
  }

  private JsonObject cost(Cost cost) {
    JsonObject object = new JsonObject();
    object.addProperty("branches", cost.branches());
    object.addProperty("nodes", cost.nodes());
    object.addProperty("parameters", cost.parameters());
    object.addProperty("multiplyAdds", cost.multiplyAdds().evaluate(sizes));
    object.addProperty("multiplyAddsExpression", cost.multiplyAdds().toString());
    return object;
  }

  private JsonObject fold(Fold fold) {
    JsonObject object = new JsonObject();
    object.addProperty("place", FoldGroup.place(fold));
    object.addProperty("output", fold.node().output().name());
    object.addProperty("kernel", FoldGroup.kernel(fold));
    object.addProperty("family", fold.family().id());
    object.add(
        "branches", array(fold.block().branches(), branch -> new JsonPrimitive(branch.toString())));
    object.addProperty("borderBound", fold.borderBound());
    object.add("before", cost(fold.before()));
    object.add("after", cost(fold.after()));
    object.add("derivation", array(fold.derivation(), NetworkJson::step));
    object.add("replaces", array(fold.origin().places(), JsonPrimitive::new));
    return object;
  }

  /** The formulas of the rewrites that the folds took. */
  private static JsonObject rewrites(List<Fold> folds) {
    JsonObject object = new JsonObject();
    FoldGroup.rewrites(folds)
        .forEach(rewrite -> object.addProperty(rewrite.id(), rewrite.formula()));
    return object;
  }

  private static JsonObject step(Step step) {
    JsonObject object = new JsonObject();
    object.addProperty("rewrite", step.rewrite().id());
    object.addProperty("node", step.node());
    object.addProperty("detail", step.detail());
    return object;
  }

  private static JsonObject refusal(Refusal refusal) {
    JsonObject object = new JsonObject();
    object.addProperty("node", refusal.node());
    object.addProperty("reason", refusal.reason());
    object.addProperty("exact", refusal.exact());
    return object;
  }

  private static JsonObject block(MultiBranchBlock block) {
    JsonObject object = new JsonObject();
    object.addProperty("join", block.join());
    object.addProperty("branches", block.branches());
    object.addProperty("family", block.family().id());
    return object;
  }
}
