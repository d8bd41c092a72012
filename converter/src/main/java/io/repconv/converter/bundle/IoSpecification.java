package io.repconv.converter.bundle;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.repconv.converter.Export;
import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import java.util.List;

/** What goes in and what comes out, as data; docs/guide/bundle.md describes it. */
final class IoSpecification {
  static final String FILE = "io.json";

  private IoSpecification() {}

  static JsonObject of(Export export) {
    Graph graph = export.folded().graph();
    JsonObject object = new JsonObject();
    object.add("inputs", ports(graph.inputs(), graph));
    object.add("outputs", ports(graph.outputs(), graph));
    return object;
  }

  private static JsonArray ports(List<Value> values, Graph graph) {
    boolean images = graph.nodes().stream().anyMatch(node -> node.op().name().equals("Conv"));
    JsonArray ports = new JsonArray();
    for (Value value : values) {
      JsonObject port = new JsonObject();
      port.addProperty("name", value.name());
      port.addProperty("type", value.element().text());
      if (value.shape().isRanked()) {
        JsonArray shape = new JsonArray();
        for (Dim dim : value.shape().dims()) {
          if (dim.isConstant()) {
            shape.add(dim.value());
          } else {
            shape.add(dim.toString());
          }
        }
        port.add("shape", shape);
        if (images && value.shape().rank() == 4) {
          port.addProperty("layout", "NCHW");
        }
      }
      ports.add(port);
    }
    return ports;
  }
}
