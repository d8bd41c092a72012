package io.repconv.converter.quantization;

import io.repconv.converter.Folded;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.op.Conv;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the convolutions whose channels differ so much in range that a single quantisation step for
 * all of them loses most of some.
 *
 * <p>A folded kernel is the sum of kernels that were each scaled by their own BatchNorm, so its
 * channels differ more than those of any one branch: that is the known reason why RepVGG loses much
 * of its accuracy when it is quantised per tensor after training (Chu, Li, Zhang: Make RepVGG
 * Greater Again: A Quantization-aware Approach, 2022, arXiv:2212.01593). The weights alone tell
 * where to look; how much accuracy is lost, and what activations do, they do not.
 */
public final class QuantizationReadiness {
  private QuantizationReadiness() {}

  /** Every convolution with a constant weight, in the order in which they run. */
  public static List<LayerSpread> of(Folded folded) {
    Map<String, Fold> folds = new HashMap<>();
    folded.folds().forEach(fold -> folds.put(fold.node().output().name(), fold));
    return convolutions(folded.graph()).stream()
        .map(node -> layer(node, folds.get(node.output().name())))
        .toList();
  }

  /** The same of a network of which nothing else is known. */
  public static List<LayerSpread> of(Graph graph) {
    return convolutions(graph).stream().map(node -> layer(node, null)).toList();
  }

  private static LayerSpread layer(Node node, @Nullable Fold fold) {
    Optional<WeightSpread> before =
        fold == null
            ? Optional.empty()
            : convolutions(fold.original()).stream()
                .map(QuantizationReadiness::weight)
                .max(Comparator.comparingInt(Tensor::size))
                .map(WeightSpread::of);
    String scope = node.origin().scope();
    return new LayerSpread(
        scope.isEmpty() ? node.output().name() : scope,
        node.output().name(),
        before,
        WeightSpread.of(weight(node)));
  }

  private static List<Node> convolutions(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Conv && node.input(1).isConstant())
        .filter(node -> weight(node).type().isFloating())
        .toList();
  }

  private static Tensor weight(Node convolution) {
    return Objects.requireNonNull(convolution.input(1).constant());
  }
}
