package io.repconv.converter.torchscript.value;

import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a TorchScript program: a variable whose content in-place operations replace, or a
 * view of another one.
 *
 * <p>Graphs have no variables. So each variable holds the graph value that is its content now;
 * writing to a view rebuilds the content of its base, and every other view of that base reads the
 * new content when it is next used. Views that nothing reads leave no nodes.
 */
public final class TorchTensor {
  private static final int MAX_VIEWS = 256;

  private final Emitter emitter;
  private final ElementType type;
  private final Shape shape;
  private @Nullable View view;
  private @Nullable Content content;
  private @Nullable Place unclearSince;

  /**
   * What a view reads.
   *
   * @param depth how many views lie between it and a tensor of its own
   * @param unclear whether PyTorch may as well have copied: a reshape of strided memory
   */
  private record View(TorchTensor base, ViewStep step, int depth, boolean unclear) {}

  /** A graph value and, for a view, the base's content from which it was read. */
  private record Content(Value value, @Nullable Value source) {}

  private TorchTensor(
      Emitter emitter,
      ElementType type,
      Shape shape,
      @Nullable View view,
      @Nullable Content content) {
    this.emitter = emitter;
    this.type = type;
    this.shape = shape;
    this.view = view;
    this.content = content;
  }

  /** A tensor of its own. */
  public static TorchTensor of(Emitter emitter, Value value) {
    return new TorchTensor(emitter, value.element(), value.shape(), null, new Content(value, null));
  }

  /** A view of this tensor: writes to either are seen by both. */
  public TorchTensor view(ViewStep step) {
    return view(step, false);
  }

  /**
   * A tensor of which PyTorch's strides decide whether it is a view or a copy, as a reshape of a
   * permuted tensor.
   */
  public TorchTensor viewOrCopy(ViewStep step) {
    return view(step, !isContiguous());
  }

  private TorchTensor view(ViewStep step, boolean unclear) {
    int depth = view == null ? 1 : view.depth() + 1;
    if (depth > MAX_VIEWS) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(emitter.place().toString())
          .observed("a view of a view, more than " + MAX_VIEWS + " deep")
          .expected("fewer")
          .build();
    }
    return new TorchTensor(
        emitter, type, step.shape(shape), new View(this, step, depth, unclear), null);
  }

  public ElementType type() {
    return type;
  }

  public Shape shape() {
    return shape;
  }

  public int rank() {
    return shape.rank();
  }

  /** What this tensor is an expansion of, null where it is none. */
  public @Nullable TorchTensor expandedFrom() {
    return view != null && view.step() instanceof ViewSteps.Expand ? view.base() : null;
  }

  /** Whether the elements certainly lie in memory in row-major order. */
  public boolean isContiguous() {
    return view == null
        || (view.step().keepsOrder(view.base().shape()) && view.base().isContiguous());
  }

  /** The graph value that is this tensor's content now. */
  public Value value() {
    requireClear();
    if (view == null) {
      return current().value();
    }
    Value source = view.base().value();
    if (content == null || content.source() != source) {
      if (view.unclear() && content != null) {
        throw unclear("the tensor it was made from was changed in place");
      }
      content = new Content(view.step().read(emitter, source), source);
    }
    return content.value();
  }

  private Content current() {
    if (content == null) {
      throw new IllegalStateException("a tensor without content");
    }
    return content;
  }

  /**
   * Replaces the content, as an in-place operation does; the new one has the same shape and type.
   */
  public void write(Value updated) {
    if (view == null) {
      content = new Content(updated, null);
      return;
    }
    TorchTensor base = view.base();
    Value rebuilt = view.step().write(emitter, base.value(), updated);
    base.write(rebuilt);
    content = new Content(updated, rebuilt);
    if (view.unclear()) {
      base.root().unclearSince = emitter.place();
      view = null;
    }
  }

  /** The tensor of its own that this one is a view of. */
  private TorchTensor root() {
    TorchTensor at = this;
    while (at.view != null) {
      at = at.view.base();
    }
    return at;
  }

  private void requireClear() {
    if (unclearSince != null) {
      throw unclear("it was changed in place through a reshape at " + unclearSince);
    }
  }

  private RepconvException unclear(String observed) {
    return RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
        .at(emitter.place().toString())
        .observed(observed + ", and is read afterwards")
        .expected(
            "an in-place operation on a tensor whose memory is certainly its own or certainly shared")
        .why(
            "Whether PyTorch's reshape() copies depends on strides that the archive does not tell.")
        .fix("Replace the in-place operation by its ordinary form in the model.")
        .build();
  }
}
