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
import io.repconv.graph.fold.MultiBranchBlock;
import io.repconv.graph.fold.NetworkCost;
import io.repconv.graph.fold.Refusal;
import io.repconv.graph.precision.HalfPrecision;
import io.repconv.runtime.Device;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.CheckReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model after folding: the network that is left, and how it came about. */
public final class Folded {
  private final Model model;
  private final Graph simplified;
  private final FoldResult result;
  private final Graph graph;
  private final List<MultiBranchBlock> multiBranchBlocks;
  private final Cost before;
  private final Cost after;
  private final Optional<List<HalfPrecision.Kept>> keptInFloat;

  /**
   * @param simplified the model's graph, whose sizes are known wherever they follow from constants
   */
  Folded(Model model, Graph simplified, FoldResult result) {
    this.model = model;
    this.simplified = simplified;
    this.result = result;
    this.graph =
        model.head().map(head -> Deployment.append(result.graph(), head)).orElse(result.graph());
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
    this.after = NetworkCost.of(graph, kept + result.folds().size());
    this.keptInFloat = Optional.empty();
  }

  /** The same in another precision: what was folded and what it cost before stay. */
  private Folded(Folded other, HalfPrecision.Result half) {
    this.model = other.model;
    this.simplified = other.simplified;
    this.result = new FoldResult(half.graph(), other.folds(), other.refusals());
    this.graph =
        model.head().map(head -> Deployment.append(half.graph(), head)).orElse(half.graph());
    this.multiBranchBlocks = other.multiBranchBlocks;
    this.before = other.before;
    this.after = NetworkCost.of(graph, other.after.branches());
    this.keptInFloat = Optional.of(half.kept());
  }

  /**
   * The network in half precision; its inputs and outputs stay float32. Layers that leave the range
   * of half precision on the samples of the check stay float32 too.
   *
   * @throws RepconvException where nothing here can run the network to see its ranges
   */
  public Folded inHalfPrecision(CheckPolicy policy) {
    OnnxOptions onnx = onnxOptions(WriteOptions.DEFAULT);
    Map<String, Double> ranges = ValueRanges.of(result.graph(), onnx, model.fitted(policy));
    return new Folded(this, HalfPrecision.apply(result.graph(), ranges));
  }

  /** What computes in float32 although the network is in half precision; empty where it is not. */
  public Optional<List<HalfPrecision.Kept>> keptInFloat() {
    return keptInFloat;
  }

  public Model model() {
    return model;
  }

  /** The network as it was read, simplified but not folded. */
  public Graph simplified() {
    return simplified;
  }

  /** The network that is left, with the head. */
  public Graph graph() {
    return graph;
  }

  /** What folding came to, without the head. */
  FoldResult result() {
    return result;
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
            .map(
                block ->
                    "\n  %s: %s, %d branches"
                        .formatted(block.join(), block.family().title(), block.branches()))
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
   * Writes the network as ONNX without checking it. What is at {@code target} is replaced when the
   * file is complete.
   *
   * @throws RepconvException where the network cannot be expressed in the opset, or the file cannot
   *     be written
   */
  public Export write(Path target, WriteOptions options) {
    requireOther(target);
    OnnxOptions onnx = onnxOptions(options);
    try (StagedFiles staged = OnnxFromGraph.stage(graph(), onnx, target)) {
      long bytes = size(staged.main());
      staged.publish();
      return new Export(this, target, bytes, onnx.opset(), Optional.empty(), true);
    }
  }

  /** Writes and checks with what is best for most: opset 17 or the model's own, on the CPU. */
  public Export export(Path target) {
    return export(target, WriteOptions.DEFAULT, CheckPolicy.DEFAULT, Device.CPU);
  }

  /**
   * Writes the network as ONNX and checks the file against the original before it takes its place.
   * Where the check fails, what is at {@code target} stays as it is.
   *
   * @throws RepconvException where the network cannot be expressed in the opset, the file cannot be
   *     written, or the environment lacks what the check needs; not where the check fails: {@link
   *     Export#check} tells
   */
  public Export export(Path target, WriteOptions options, CheckPolicy policy, Device device) {
    requireOther(target);
    CheckPolicy fitted = model.fitted(policy);
    OnnxOptions onnx = onnxOptions(options);
    try (StagedFiles staged = OnnxFromGraph.stage(graph(), onnx, target)) {
      long bytes = size(staged.main());
      CheckReport report = new FileCheck(this, onnx, fitted, device).check(staged.main());
      if (report.passed()) {
        staged.publish();
      }
      return new Export(this, target, bytes, onnx.opset(), Optional.of(report), report.passed());
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
        model.format() == ModelFormat.ONNX
            ? OnnxOptions.like(model.source().header())
            : OnnxOptions.DEFAULT;
    return onnx.withOpset(options.opset().orElse(onnx.opset()))
        .withExternalData(options.externalData())
        .withProducerVersion(Version.current())
        .withMetadata("repconv.source", String.valueOf(model.path().getFileName()))
        .withMetadata(Model.SOURCE_SHA256, model.checksum())
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
