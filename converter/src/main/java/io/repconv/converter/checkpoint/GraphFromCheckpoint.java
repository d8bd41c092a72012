package io.repconv.converter.checkpoint;

import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.ImportedModel;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a graph of weights and the architecture that they belong to. Every tensor must be a
 * parameter and every parameter a tensor, by name, shape and type; an auxiliary head that is not
 * asked for may be missing.
 */
public final class GraphFromCheckpoint {
  private GraphFromCheckpoint() {}

  /**
   * Reads a checkpoint.
   *
   * @param architecture {@code NAME:key=value,…}; else the file must name it
   * @param inputs a shape for the network's input, which otherwise is {@code Nx3xHxW}
   * @param auxiliary whether to keep the heads that only training looks at
   * @throws RepconvException what {@link StateDict#read} throws; UNKNOWN_ARCHITECTURE; KEYS_DIFFER;
   *     OTHER_FORMAT where no architecture is named; UNKNOWN_INPUT and SHAPE_MISMATCH for inputs
   *     that the network does not take
   */
  public static ImportedModel read(
      Path path, Optional<String> architecture, List<InputShape> inputs, boolean auxiliary) {
    StateDict weights = StateDict.read(path);
    String description =
        architecture.or(weights::architecture).orElseThrow(() -> unnamed(path, weights));
    Network network = Architectures.build(description, 0);
    Graph needed = kept(network, auxiliary);
    KeyDifference difference = KeyDifference.of(weights.tensors(), network);
    List<String> notices = new ArrayList<>(weights.notices());
    if (!difference.isEmpty()) {
      if (!difference.isOutside(needed)) {
        throw differing(path, weights, description, difference);
      }
      notices.add(
          "%d parameters of the auxiliary head are not in the file, which nothing needs"
              .formatted(difference.missing().size()));
    }
    Graph graph = kept(network.with(weights.tensors()), auxiliary);
    return new ImportedModel(
        NetworkInput.apply(graph, inputs), List.copyOf(notices), Map.of(), List.of());
  }

  /**
   * An architecture with random weights.
   *
   * @throws RepconvException UNKNOWN_ARCHITECTURE, UNKNOWN_INPUT, SHAPE_MISMATCH
   */
  public static ImportedModel initial(
      String description, List<InputShape> inputs, boolean auxiliary) {
    Graph graph = kept(Architectures.build(description, 0), auxiliary);
    return new ImportedModel(
        NetworkInput.apply(graph, inputs),
        List.of("its weights are random, as training starts with them"),
        Map.of(),
        List.of());
  }

  private static Graph kept(Network network, boolean auxiliary) {
    return auxiliary ? network.graph() : network.deployed();
  }

  private static RepconvException unnamed(Path path, StateDict weights) {
    Map<String, Tensor> tensors = weights.tensors();
    String fix =
        ArchitectureSearch.any(tensors)
            .map(fit -> "They are exactly those of %1$s: say --arch %1$s.".formatted(fit))
            .or(
                () ->
                    LikelyCause.merged(tensors.keySet())
                        .map(
                            "The checkpoint is already deployed (%s), and no architecture has its names. Save a trace of the model: torch.jit.trace(model.eval(), x).save(path)."
                                ::formatted))
            .or(
                () ->
                    ArchitectureSearch.nearest(tensors)
                        .map(
                            "Most of their names are those of %1$s; --arch %1$s tells what differs."
                                ::formatted))
            .orElse(
                "Name it with --arch NAME, or save a trace of the model: torch.jit.trace(model.eval(), x).save(path).");
    return RepconvException.of(ErrorCode.OTHER_FORMAT)
        .at(path.toString())
        .observed("the file holds %d weights by name, and no graph".formatted(tensors.size()))
        .expected("the architecture that they belong to, with --arch")
        .fix(fix)
        .build();
  }

  private static RepconvException differing(
      Path path, StateDict weights, String description, KeyDifference difference) {
    LikelyCause cause = LikelyCause.of(weights.tensors(), Description.of(description), difference);
    return RepconvException.of(ErrorCode.KEYS_DIFFER)
        .at(path.toString())
        .observed(
            "its tensors are not the parameters of %s: %s"
                .formatted(description, difference.described()))
        .why(cause.why())
        .fix(cause.fix())
        .build();
  }
}
