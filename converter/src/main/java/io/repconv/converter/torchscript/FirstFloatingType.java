package io.repconv.converter.torchscript;

import io.repconv.converter.torchscript.pickle.PickledObject;
import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.graph.ElementType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The type in which a model computes: that of its first floating parameter. */
final class FirstFloatingType {
  private FirstFloatingType() {}

  static ElementType of(PickledObject model) {
    Set<PickledObject> seen = new HashSet<>();
    Deque<PickledObject> open = new ArrayDeque<>();
    open.push(model);
    while (!open.isEmpty()) {
      PickledObject module = open.pop();
      if (!seen.add(module)) {
        continue;
      }
      Deque<PickledObject> children = new ArrayDeque<>();
      for (Object attribute : module.attributes().values()) {
        if (attribute instanceof TensorRef tensor && tensor.storage().type().isFloating()) {
          return tensor.storage().type();
        }
        if (attribute instanceof PickledObject child) {
          children.push(child);
        }
      }
      children.forEach(open::push);
    }
    return ElementType.FLOAT;
  }
}
