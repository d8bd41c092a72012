package io.repconv.converter.checkpoint;

import io.repconv.converter.checkpoint.KeyDifference.Differing;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.zoo.Architecture;
import io.repconv.runtime.zoo.Architectures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for the architecture whose parameters have exactly the names and shapes of a checkpoint's
 * tensors. The numbers of classes, of input channels and of channels in the first stage follow from
 * the shapes; other settings are those given.
 */
final class ArchitectureSearch {
  /** A setting, and the axis of a weight along which it counts. */
  private record Size(String setting, int axis) {}

  private static final List<Size> SIZES =
      List.of(new Size("num_classes", 0), new Size("in_channels", 1), new Size("width", 0));

  private ArchitectureSearch() {}

  /** The first architecture of the zoo that fits. */
  static Optional<Description> any(Map<String, Tensor> tensors) {
    return Architectures.names().stream()
        .map(Architectures::named)
        .map(architecture -> new Description(architecture, Map.of()))
        .flatMap(description -> fitting(tensors, description).stream())
        .findFirst();
  }

  /** The architecture that has most of the names, where more than half agree. */
  static Optional<String> nearest(Map<String, Tensor> tensors) {
    String nearest = "";
    double most = 0.5;
    for (String name : Architectures.names()) {
      KeyDifference difference =
          KeyDifference.of(tensors, Architectures.named(name).build(Map.of(), 0));
      int agreeing = difference.agreeing() + difference.differing().size();
      int all = agreeing + difference.missing().size() + difference.unexpected().size();
      if ((double) agreeing / all > most) {
        nearest = name;
        most = (double) agreeing / all;
      }
    }
    return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
  }

  /** The first of the others that fits with the settings of this one. */
  static Optional<Description> like(Map<String, Tensor> tensors, Description asked) {
    for (String name : Architectures.names()) {
      Architecture other = Architectures.named(name);
      if (!name.equals(asked.architecture().name())) {
        Optional<Description> fit = fitting(tensors, asked.as(other));
        if (fit.isPresent()) {
          return fit;
        }
      }
    }
    return Optional.empty();
  }

  /** The description, perhaps with another number of classes or channels, where it fits. */
  static Optional<Description> fitting(Map<String, Tensor> tensors, Description description) {
    try {
      KeyDifference difference = KeyDifference.of(tensors, description.build());
      if (difference.isEmpty()) {
        return Optional.of(description);
      }
      if (!difference.missing().isEmpty() || !difference.unexpected().isEmpty()) {
        return Optional.empty();
      }
      Description changed = description;
      for (Map.Entry<String, Long> size : sizes(description, difference.differing()).entrySet()) {
        changed = changed.with(size.getKey(), size.getValue());
      }
      return Optional.of(changed)
          .filter(other -> KeyDifference.of(tensors, other.build()).isEmpty());
    } catch (RepconvException unbuildable) {
      return Optional.empty(); // The settings of one architecture need not be right for another.
    }
  }

  private static Map<String, Long> sizes(Description description, List<Differing> differing) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Size size : SIZES) {
      String current = description.setting(size.setting());
      for (Differing weight : differing) {
        boolean counts =
            weight.found().rank() > size.axis()
                && weight.expected().shape().hasRank(weight.found().rank())
                && weight.expected().shape().dim(size.axis()).toString().equals(current);
        if (counts && !String.valueOf(weight.found().dim(size.axis())).equals(current)) {
          sizes.putIfAbsent(size.setting(), weight.found().dim(size.axis()));
        }
      }
    }
    return sizes;
  }
}
