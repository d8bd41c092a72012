package io.repconv.converter;

import io.repconv.converter.file.StagedFiles;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.fold.Cost;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model after folding: the network that is left, and how it came about. */
public final class Folded {
  private final Model model;
  private final FoldResult result;
  private final List<MultiBranchBlock> multiBranchBlocks;
  private final Cost before;
  private final Cost after;

  /**
   * @param simplified the model's graph, whose sizes are known wherever they follow from constants
   */
  Folded(Model model, Graph simplified, FoldResult result) {
    this.model = model;
    this.result = result;
    this.multiBranchBlocks = MultiBranchBlock.of(result.graph());
    int kept = multiBranchBlocks.stream().mapToInt(MultiBranchBlock::branches).sum();
    int folded = result.folds().stream().mapToInt(fold -> fold.before().branches()).sum();
    Cost read = NetworkCost.of(model.graph(), kept + folded);
    this.before =
        new Cost(
            read.nodes(),
            read.branches(),
            read.parameters(),
            NetworkCost.of(simplified, kept + folded).multiplyAdds());
    this.after = NetworkCost.of(result.graph(), kept + result.folds().size());
  }

  public Model model() {
    return model;
  }

  public Graph graph() {
    return result.graph();
  }

  /** What became one convolution, each with its derivation. */
  public List<Fold> folds() {
    return result.folds();
  }

  /** What did not, and why. */
  public List<Refusal> refusals() {
    return result.refusals();
  }

  /**
   * What the network cost as it was read. Branches are the paths of all blocks that were folded or
   * stayed multi-branch.
   */
  public Cost before() {
    return before;
  }

  public Cost after() {
    return after;
  }

  /** The linear parts that still have more than one branch. */
  public List<MultiBranchBlock> multiBranchBlocks() {
    return multiBranchBlocks;
  }

  /**
   * Holds the network to have no linear part with more than one branch.
   *
   * @throws RepconvException STILL_MULTI_BRANCH, naming each
   */
  public Folded requireSingleBranch() {
    if (multiBranchBlocks.isEmpty()) {
      return this;
    }
    String blocks =
        multiBranchBlocks.stream()
            .map(block -> "\n  %s: %d branches".formatted(block.join(), block.branches()))
            .collect(Collectors.joining());
    String reasons =
        refusals().stream()
            .map(refusal -> "\n  %s: %s".formatted(refusal.node(), refusal.reason()))
            .collect(Collectors.joining());
    throw RepconvException.of(ErrorCode.STILL_MULTI_BRANCH)
        .at(model.path().toString())
        .observed(
            "%d %s multi-branch:%s%s"
                .formatted(
                    multiBranchBlocks.size(),
                    multiBranchBlocks.size() == 1 ? "block stayed" : "blocks stayed",
                    blocks,
                    reasons.isEmpty() ? "" : "\n  What was refused:" + reasons))
        .build();
  }

  /**
   * Writes the network as ONNX without checking it. An older file is replaced when the new one is
   * complete.
   *
   * @throws RepconvException where the network cannot be expressed in the opset, or the file cannot
   *     be written
   */
  public void write(Path target, WriteOptions options) {
    requireOther(target);
    OnnxFromGraph.write(graph(), onnxOptions(options), target);
  }

  /**
   * Writes the network as ONNX. What is at {@code target} is replaced when the file is complete.
   *
   * @throws RepconvException where the network cannot be expressed in the opset, or the file cannot
   *     be written
   */
  public Export export(Path target, WriteOptions options) {
    requireOther(target);
    OnnxOptions onnx = onnxOptions(options);
    try (StagedFiles staged = OnnxFromGraph.stage(graph(), onnx, target)) {
      long bytes = size(staged.main());
      staged.publish();
      return new Export(this, target, bytes, onnx.opset(), true);
    }
  }

  private static long size(Path file) {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.mapToLong(made -> made.toFile().length()).sum();
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(file, "the finished file cannot be read", e);
    }
  }

  private void requireOther(Path target) {
    if (target.toAbsolutePath().normalize().equals(model.path().toAbsolutePath().normalize())) {
      throw RepconvException.of(ErrorCode.USAGE)
          .at(target.toString())
          .observed("this is the model itself")
          .expected("another file to write to")
          .build();
    }
  }

  private OnnxOptions onnxOptions(WriteOptions options) {
    OnnxOptions onnx =
        model.format() == ModelFormat.ONNX ? OnnxOptions.like(model.header()) : OnnxOptions.DEFAULT;
    return onnx.withOpset(options.opset().orElse(onnx.opset()))
        .withExternalData(options.externalData())
        .withProducerVersion(Version.current())
        .withMetadata("repconv.source", String.valueOf(model.path().getFileName()))
        .withMetadata("repconv.folds", foldList());
  }

  /** A line for each fold: the value it computes, and the rewrites that led to it. */
  private String foldList() {
    return folds().stream()
        .map(
            fold ->
                fold.node().output().name()
                    + ": "
                    + fold.derivation().stream()
                        .map(step -> step.rewrite().id())
                        .distinct()
                        .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("\n"));
  }
}
