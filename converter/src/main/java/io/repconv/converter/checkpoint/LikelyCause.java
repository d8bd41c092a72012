package io.repconv.converter.checkpoint;

import io.repconv.graph.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why the tensors of a checkpoint are not the parameters of the network they were given for.
 *
 * @param why a sentence
 * @param fix a sentence
 */
record LikelyCause(String why, String fix) {
  /** The modules that published code puts in place of a block's branches. */
  private static final Pattern MERGED =
      Pattern.compile(
          "(.*\\.)?(rbr_reparam|reparam_conv|dbb_reparam|conv_reparam|lkb_reparam|fused_conv"
              + "|reparam)\\.weight");

  private static final String BIAS = ".bias";

  /** How many prefixes are tried. */
  private static final int MOST_PREFIXES = 8;

  static LikelyCause of(Map<String, Tensor> tensors, Description asked, KeyDifference difference) {
    Optional<Description> same = ArchitectureSearch.fitting(tensors, asked);
    if (same.isPresent()) {
      return new LikelyCause(
          "It was trained with other sizes.", "Say --arch %s.".formatted(same.get()));
    }
    Optional<Description> other = ArchitectureSearch.like(tensors, asked);
    if (other.isPresent()) {
      return new LikelyCause(
          "Its tensors are exactly those of %s.".formatted(other.get()),
          "Say --arch %s.".formatted(other.get()));
    }
    Optional<String> merged = merged(tensors, difference);
    if (merged.isPresent()) {
      return new LikelyCause(
          "The checkpoint is already deployed: %s is a merged convolution where branches are expected."
              .formatted(merged.get()),
          "Give the checkpoint that training wrote, from before the branches were merged.");
    }
    Optional<String> prefix = prefix(tensors, asked, difference);
    if (prefix.isPresent()) {
      return new LikelyCause(
          "The network's parameters stand under '%s', beside others.".formatted(prefix.get()),
          "Save that part alone: torch.save(model.%s.state_dict(), path).".formatted(prefix.get()));
    }
    return new LikelyCause(
        resemblance(difference),
        "Name the architecture and the settings with which it was trained.");
  }

  /** The merged convolution of a checkpoint that is deployed already, told from its name alone. */
  static Optional<String> merged(Set<String> names) {
    return names.stream().filter(name -> MERGED.matcher(name).matches()).findFirst();
  }

  private static String resemblance(KeyDifference difference) {
    if (difference.missing().isEmpty() && difference.unexpected().isEmpty()) {
      return "Every name is right: it is this architecture with other settings.";
    }
    int named = difference.agreeing() + difference.differing().size();
    int all = named + difference.missing().size();
    return "It has %d of the network's %d names, so this is %s."
        .formatted(
            named,
            all,
            2 * named > all
                ? "the architecture with other settings, or another version of its code"
                : "the checkpoint of another architecture");
  }

  /** An unexpected convolution with a bias where norms are missing under the same module. */
  private static Optional<String> merged(Map<String, Tensor> tensors, KeyDifference difference) {
    Optional<String> named = merged(new LinkedHashSet<>(difference.unexpected()));
    if (named.isPresent()) {
      return named;
    }
    Set<String> normalised = new HashSet<>();
    for (String name : difference.missing()) {
      if (name.endsWith(".running_var")) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
          normalised.add(name.substring(0, dot));
        }
      }
    }
    for (String name : difference.unexpected()) {
      if (name.endsWith(BIAS)) {
        String module = name.substring(0, name.length() - BIAS.length());
        String parent = module.substring(0, Math.max(0, module.lastIndexOf('.')));
        Tensor weight = tensors.get(module + ".weight");
        boolean isConvolution = weight != null && weight.rank() == 4;
        if (isConvolution && (normalised.contains(module) || normalised.contains(parent))) {
          return Optional.of(module);
        }
      }
    }
    return Optional.empty();
  }

  /** A module of the checkpoint that has all of the network's parameters. */
  private static Optional<String> prefix(
      Map<String, Tensor> tensors, Description asked, KeyDifference difference) {
    if (difference.missing().isEmpty()) {
      return Optional.empty();
    }
    String first = "." + difference.missing().get(0);
    int left = MOST_PREFIXES;
    for (String name : difference.unexpected()) {
      if (name.endsWith(first) && left-- > 0) {
        String prefix = name.substring(0, name.length() - first.length());
        Map<String, Tensor> part = new LinkedHashMap<>();
        tensors.forEach(
            (key, tensor) -> {
              if (key.startsWith(prefix + ".")) {
                part.put(key.substring(prefix.length() + 1), tensor);
              }
            });
        if (ArchitectureSearch.fitting(part, asked).isPresent()) {
          return Optional.of(prefix);
        }
      }
    }
    return Optional.empty();
  }
}
