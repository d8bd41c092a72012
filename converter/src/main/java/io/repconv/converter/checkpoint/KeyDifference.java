package io.repconv.converter.checkpoint;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the tensors of a checkpoint differ from the parameters of a network.
 *
 * @param missing names of parameters that the checkpoint does not have
 * @param unexpected names of tensors that the network does not have
 * @param differing tensors of another shape or type
 * @param agreeing how many are in both alike
 */
record KeyDifference(
    List<String> missing, List<String> unexpected, List<Differing> differing, int agreeing) {
  private static final int MOST = 3;
  private static final int LONGEST = 200;

  /** A tensor whose name is right and whose shape or type is not. */
  record Differing(String name, Tensor found, Value expected) {
    @Override
    public String toString() {
      return found.type() == expected.element()
          ? "%s is %s in place of %s".formatted(name, found.shape(), expected.shape())
          : "%s is of type %s in place of %s"
              .formatted(name, found.type().text(), expected.element().text());
    }
  }

  static KeyDifference of(Map<String, Tensor> tensors, Network network) {
    List<String> missing = new ArrayList<>();
    List<Differing> differing = new ArrayList<>();
    Set<String> unexpected = new LinkedHashSet<>(tensors.keySet());
    int agreeing = 0;
    for (Parameter parameter : network.parameters()) {
      unexpected.remove(parameter.name());
      Tensor found = tensors.get(parameter.name());
      Value expected = parameter.value();
      if (found == null) {
        missing.add(parameter.name());
      } else if (found.type() != expected.element() || !found.shape().equals(expected.shape())) {
        differing.add(new Differing(parameter.name(), found, expected));
      } else {
        agreeing++;
      }
    }
    return new KeyDifference(missing, List.copyOf(unexpected), differing, agreeing);
  }

  boolean isEmpty() {
    return missing.isEmpty() && unexpected.isEmpty() && differing.isEmpty();
  }

  /** Whether all that differs is parameters which the graph does without. */
  boolean isOutside(Graph graph) {
    if (!unexpected.isEmpty() || !differing.isEmpty()) {
      return false;
    }
    Set<String> read = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      node.inputs().stream().filter(Value::isConstant).map(Value::name).forEach(read::add);
    }
    return missing.stream().noneMatch(read::contains);
  }

  /** The difference in words, with the first names of each kind. */
  String described() {
    List<String> parts = new ArrayList<>();
    if (!missing.isEmpty()) {
      parts.add(counted(missing.size(), "missing", missing));
    }
    if (!unexpected.isEmpty()) {
      parts.add(counted(unexpected.size(), "unexpected", unexpected));
    }
    if (!differing.isEmpty()) {
      parts.add(counted(differing.size(), "different", differing));
    }
    return String.join("; ", parts);
  }

  private static String counted(int count, String kind, List<?> all) {
    String first =
        all.stream().limit(MOST).map(KeyDifference::shortened).collect(Collectors.joining(", "));
    return "%d %s (%s%s)".formatted(count, kind, first, count > MOST ? ", …" : "");
  }

  /** A name is what a file says, and a file can say anything. */
  private static String shortened(Object item) {
    String text = String.valueOf(item).replaceAll("\\p{Cntrl}", "?");
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
