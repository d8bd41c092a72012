package io.repconv.converter.pt2;

import io.repconv.converter.torchscript.value.Place;

/**
 * Where a node came from, as its metadata tells: {@code nn_module_stack} is a list of {@code
 * key,path,class} with semicolons between, the innermost module last.
 */
final class ModuleStack {
  static final String GRAPH = "models/model.json";

  private ModuleStack() {}

  static Place place(JsonField node, String name) {
    String stack =
        node.find("metadata")
            .flatMap(metadata -> metadata.find("nn_module_stack"))
            .map(JsonField::text)
            .orElse("");
    String innermost = stack.substring(stack.lastIndexOf(';') + 1);
    int beforeClass = innermost.lastIndexOf(',');
    int beforePath = innermost.lastIndexOf(',', beforeClass - 1);
    String path = beforeClass < 0 ? "" : innermost.substring(beforePath + 1, beforeClass);
    String className = innermost.substring(innermost.lastIndexOf('.') + 1);
    return new Place(plain(path), className, GRAPH + ", node " + name, 0);
  }

  /** Later calls of a shared module have a number behind their path: {@code blocks.0@1}. */
  private static String plain(String path) {
    int call = path.indexOf('@');
    return call < 0 ? path : path.substring(0, call);
  }
}
