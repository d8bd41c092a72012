package io.repconv.converter.onnx;

import io.repconv.converter.file.Content;
import io.repconv.converter.file.StagedFiles;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Writes a graph as an ONNX model.
 *
 * <p>The same graph and options give the same bytes. Weights are made and written block by block,
 * on all processors; the model is never in memory as a whole. Constants that nothing reads are left
 * out. Operators are written in the form the opset has for them, or composed of others where it has
 * none.
 *
 * <p>All methods throw {@link RepconvException}: OPSET_TOO_LOW where the opset cannot express a
 * node, UNSUPPORTED_OPSET where a node that is carried unchanged means something else in it, and
 * CANNOT_WRITE.
 */
public final class OnnxFromGraph {
  /** From here on weights go into a file of their own: protobuf allows 2 GiB. */
  private static final long MOST_INLINE_BYTES = 1_800_000_000L;

  private OnnxFromGraph() {}

  /** Writes the model to a file, which appears or is replaced when it is complete. */
  public static void write(Graph graph, OnnxOptions options, Path target) {
    try (StagedFiles staged = stage(graph, options, target)) {
      staged.publish();
    }
  }

  /**
   * Writes the model beside its target, for a caller who looks at {@link StagedFiles#main} before
   * it publishes the files. External data lies in a file named after the target with {@code .data}
   * behind it.
   */
  public static StagedFiles stage(Graph graph, OnnxOptions options, Path target) {
    ModelWriter model = new ModelWriter(graph, options);
    StagedFiles staged = StagedFiles.beside(target);
    try {
      Content content = model.content();
      if (options.externalData() || content.size() > MOST_INLINE_BYTES) {
        String name = target.getFileName() + ".data";
        model.moveWeights(name).writeTo(staged.add(name));
        content = model.content();
      }
      content.writeTo(staged.main());
      return staged;
    } catch (IOException e) {
      staged.close();
      throw StagedFiles.cannotWrite(target, "the model cannot be written", e);
    } catch (RuntimeException | Error e) {
      staged.close();
      throw e;
    }
  }

  /**
   * Writes the model with its weights inside to a stream.
   *
   * @throws IOException where the stream does
   */
  public static void write(Graph graph, OnnxOptions options, OutputStream out) throws IOException {
    Content model = new ModelWriter(graph, options).content();
    if (model.size() > Integer.MAX_VALUE) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .observed("the model has %,d bytes".formatted(model.size()))
          .expected("less than 2 GiB in one message")
          .fix("Write it with external data.")
          .build();
    }
    model.writeTo(out);
  }
}
