package io.repconv.converter.report;

import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.Rewrite;
import io.repconv.graph.fold.family.Family;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Folds that are alike: blocks of one family, from whose branches and nodes, as many, the same
 * rewrites led to a kernel of the same form.
 *
 * @param kernel the convolution that is left, {@code 3x3 /2} for stride 2
 */
record FoldGroup(
    Family family,
    Set<Rewrite> rewrites,
    String kernel,
    int branches,
    int nodes,
    List<Fold> folds) {

  private record Likeness(
      Family family, Set<Rewrite> rewrites, String kernel, int branches, int nodes, int left) {
    static Likeness of(Fold fold) {
      return new Likeness(
          fold.family(),
          FoldGroup.rewrites(List.of(fold)),
          FoldGroup.kernel(fold),
          fold.before().branches(),
          fold.before().nodes(),
          fold.after().nodes());
    }
  }

  /** The groups in the order of their first folds. */
  static List<FoldGroup> of(List<Fold> folds) {
    Map<Likeness, List<Fold>> alike = new LinkedHashMap<>();
    folds.forEach(
        fold -> alike.computeIfAbsent(Likeness.of(fold), key -> new ArrayList<>()).add(fold));
    List<FoldGroup> groups = new ArrayList<>();
    alike.forEach(
        (key, members) ->
            groups.add(
                new FoldGroup(
                    key.family(),
                    key.rewrites(),
                    key.kernel(),
                    key.branches(),
                    key.nodes(),
                    members)));
    return groups;
  }

  /** The rewrites that folds took. */
  static Set<Rewrite> rewrites(List<Fold> folds) {
    Set<Rewrite> rewrites = EnumSet.noneOf(Rewrite.class);
    folds.forEach(fold -> fold.derivation().forEach(step -> rewrites.add(step.rewrite())));
    return rewrites;
  }

  /** Where the folds are: {@code stage1.0}, or the first and the last of several. */
  String places() {
    String first = place(folds.get(0));
    return folds.size() == 1 ? first : first + " .. " + place(folds.get(folds.size() - 1));
  }

  int nodesLeft() {
    return folds.get(0).after().nodes();
  }

  /** The rewrites in few words. */
  String how() {
    return rewrites.stream()
        .filter(rewrite -> rewrite != Rewrite.CONVOLUTION)
        .map(FoldGroup::word)
        .collect(Collectors.joining(", "));
  }

  private static String word(Rewrite rewrite) {
    return switch (rewrite) {
      case BATCH_NORM_INTO_CONV -> "BN";
      case SMALL_KERNEL_INTO_LARGE -> "smaller kernel";
      case IDENTITY_AS_KERNEL -> "identity";
      case SEQUENCE_AS_KERNEL -> "sequence";
      case AVERAGE_POOL_AS_KERNEL -> "average pool";
      case BRANCH_ADDITION -> "sum";
      case DEPTH_CONCATENATION -> "concat";
      case CHANNEL_SPLIT -> "split";
      case GROUPED_KERNEL -> "groups";
      case SCALE_AND_SHIFT -> "scale";
      case BORDER_FILL -> "border fill";
      case CROP -> "crop";
      default -> rewrite.title();
    };
  }

  /** The place of a fold in the source model. */
  static String place(Fold fold) {
    String scope = fold.origin().scope();
    if (!scope.isEmpty()) {
      return scope;
    }
    return fold.origin().places().isEmpty()
        ? fold.node().output().name()
        : fold.origin().places().get(0);
  }

  /** The form of the kernel that a fold left: size, stride, dilation, groups. */
  static String kernel(Fold fold) {
    for (Node node : fold.folded().nodes()) {
      if (node.op() instanceof Conv) {
        return kernel(node);
      }
    }
    return "";
  }

  /** The form of a convolution's kernel. */
  static String kernel(Node convolution) {
    Conv conv = (Conv) convolution.op();
    Shape weight = convolution.input(1).shape();
    List<Integer> sizes = Conv.kernel(weight);
    Window window = conv.window().forAxes(sizes.size());
    String text = text(sizes);
    if (window.strides().stream().anyMatch(s -> s != 1)) {
      text += " /" + same(window.strides());
    }
    if (window.dilations().stream().anyMatch(d -> d != 1)) {
      text += " d" + same(window.dilations());
    }
    if (conv.group() > 1) {
      text += weight.dim(1).is(1) ? " depthwise" : " g" + conv.group();
    }
    return text;
  }

  private static String text(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String same(List<Integer> numbers) {
    return numbers.stream().distinct().count() == 1
        ? String.valueOf(numbers.get(0))
        : text(numbers);
  }
}
