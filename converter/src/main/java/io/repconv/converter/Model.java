package io.repconv.converter;

import io.repconv.converter.ahead.Ahead;
import io.repconv.converter.file.Checksum;
import io.repconv.converter.onnx.OnnxHeader;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.pass.Simplify;
import io.repconv.runtime.check.CheckPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A model that was read from a file.
 *
 * <pre>
 * Model model = Model.read(Path.of("model.pt"), ReadOptions.DEFAULT.withInput("Nx3xHxW"));
 * Export export = model.fold().export(Path.of("model.onnx"));
 * </pre>
 */
public final class Model {
  /** The metadata of a written file that names what it was made from. */
  static final String SOURCE_SHA256 = "repconv.source.sha256";

  private final Path path;
  private final long bytes;
  private final Source source;
  private final Graph graph;
  private final Optional<Head> head;
  private final Supplier<String> checksum;

  private Model(Path path, Source source, ReadOptions options, Supplier<String> checksum) {
    this.path = path;
    this.bytes = size(path);
    this.source = source;
    this.graph = Deployment.keep(source.graph(), options.outputs());
    this.head = options.head();
    this.checksum = checksum;
  }

  /** Reads a model with the shapes that its file tells. */
  public static Model read(Path path) {
    return read(path, ReadOptions.DEFAULT);
  }

  /**
   * Reads a model.
   *
   * @throws RepconvException where the file cannot be read, is not supported, or does not go with
   *     the options
   */
  public static Model read(Path path, ReadOptions options) {
    return new Model(path, Source.read(path, options), options, () -> Checksum.sha256(path));
  }

  /**
   * As {@link #read}, for a model that will be exported: its checksum, which an export names, is
   * computed meanwhile, and folding and writing are rehearsed.
   */
  public static Model readForExport(Path path, ReadOptions options) {
    Ahead<String> checksum = new Ahead<>(() -> Checksum.sha256(path));
    Ahead.begin("sha256 of " + path, checksum);
    Ahead.begin("rehearsal", new Ahead<>(Rehearsal::run));
    return new Model(path, Source.read(path, options), options, checksum);
  }

  /**
   * An architecture with the weights that training starts with. Its path is the description.
   *
   * @param architecture {@code NAME:key=value,…}
   * @throws RepconvException UNKNOWN_ARCHITECTURE, or where it does not go with the options
   */
  public static Model initial(String architecture, ReadOptions options) {
    Path path = Path.of(architecture);
    return new Model(
        path, Source.initial(architecture, options), options, () -> Checksum.sha256(path));
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  public Path path() {
    return path;
  }

  public ModelFormat format() {
    return source.format();
  }

  /** The size of the file. */
  public long bytes() {
    return bytes;
  }

  /** What was read, with all outputs. */
  Source source() {
    return source;
  }

  /** The network as it was read, with the outputs that were asked for. */
  public Graph graph() {
    return graph;
  }

  /** The network as it was read, with the head: what a file made of it should compute. */
  public Graph reference() {
    return head.map(appended -> Deployment.append(graph, appended)).orElse(graph);
  }

  /** What an ONNX file says in its metadata_props, empty for other formats. */
  public Map<String, String> metadata() {
    return source.header().metadata();
  }

  /**
   * A policy with the sizes that the model is known to take.
   *
   * @throws RepconvException UNKNOWN_INPUT where it binds a symbol that the model does not have
   */
  CheckPolicy fitted(CheckPolicy policy) {
    requireSymbols(policy.bound().keySet());
    return source.seen().isEmpty() ? policy : policy.withSeen(List.of(source.seen()));
  }

  private void requireSymbols(Set<String> bound) {
    Set<String> symbols = graph.symbols();
    for (String symbol : bound) {
      if (!symbols.contains(symbol)) {
        throw RepconvException.of(ErrorCode.UNKNOWN_INPUT)
            .at("--bind " + symbol)
            .observed("the model has no open size of this name")
            .expected(symbols.isEmpty() ? "no --bind, all sizes are fixed" : "some of " + symbols)
            .build();
      }
    }
  }

  /** Whether this repconv wrote the file, from that very original. */
  boolean isExportOf(Model original) {
    OnnxHeader header = source.header();
    String exported = header.metadata().get(SOURCE_SHA256);
    return exported != null
        && header.producer().equals("repconv " + Version.current())
        && exported.equals(original.checksum());
  }

  /** The SHA-256 of the file. */
  String checksum() {
    return checksum.get();
  }

  /** What will be appended to the first output. */
  public Optional<Head> head() {
    return head;
  }

  /** What a reader decided that its user should know, a sentence each. */
  public List<String> notices() {
    return source.notices();
  }

  /**
   * Folds every linear region that is cheaper as one convolution.
   *
   * @throws RepconvException FIXED_SIZE where the result depends on a size that a trace fixed
   */
  public Folded fold() {
    Graph simplified = Simplify.apply(graph);
    FoldResult result = RegionFolding.fold(simplified);
    return folded(
        simplified,
        new FoldResult(Simplify.folded(result.graph()), result.folds(), result.refusals()));
  }

  /** The network simplified, with nothing folded; as {@link #fold}. */
  public Folded unfolded() {
    Graph simplified = Simplify.apply(graph);
    return folded(simplified, new FoldResult(simplified, List.of(), List.of()));
  }

  private Folded folded(Graph simplified, FoldResult result) {
    source.deployable().accept(result.graph());
    return new Folded(this, simplified, result);
  }
}
