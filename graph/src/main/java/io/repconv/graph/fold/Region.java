package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The linear values between a base and an exit, every one after those it follows from. */
record Region(Form form, Value exit, List<Value> values) {
  /**
   * Collects the values on all paths from the exit back to the form's base; the base is not among
   * them.
   */
  static Region between(Form form, Value exit, Steps steps) {
    return new Region(form, exit, ordered(exit, Set.of(form.base()), steps));
  }

  /**
   * The values that the exit follows from and that are not known yet, the exit included, each after
   * those it follows from.
   */
  static List<Value> ordered(Value exit, Set<Value> known, Steps steps) {
    List<Value> ordered = new ArrayList<>();
    Set<Value> entered = new HashSet<>();
    Set<Value> left = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(List.of(exit));
    while (!open.isEmpty()) {
      Value value = open.peek();
      if (known.contains(value) || left.contains(value)) {
        open.pop();
      } else if (entered.add(value)) {
        steps.required(value).inputs().forEach(open::push);
      } else {
        open.pop();
        left.add(value);
        ordered.add(value);
      }
    }
    return Collections.unmodifiableList(ordered);
  }

  Value base() {
    return form.base();
  }

  /** All nodes that the region's steps stand for, each once. */
  List<Node> nodes(Steps steps) {
    Set<Node> seen = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (Value value : values) {
      for (Node node : steps.required(value).nodes()) {
        if (seen.add(node)) {
          nodes.add(node);
        }
      }
    }
    return nodes;
  }
}
