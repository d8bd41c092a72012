package io.repconv.graph;

import org.jspecify.annotations.Nullable;

/**
 * An error that its reader can do something about. The message says where it happened, what was
 * found, what was expected, why that matters, and the fix, and ends with the code of the page that
 * says more:
 *
 * <pre>
 * layer1.bn (aten::batch_norm): 'training' is true, expected false.
 *   Batch statistics have no fixed scale to fold. Call model.eval() before torch.jit.trace. [RC-104]
 * </pre>
 */
public final class RepconvException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  private RepconvException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  public static Builder of(ErrorCode code) {
    return new Builder(code);
  }

  /** Collects the parts of a message; all but {@link #observed} may be left out. */
  public static final class Builder {
    private final ErrorCode code;
    private String where = "";
    private String observed = "";
    private String expected = "";
    private String why = "";
    private String fix = "";
    private @Nullable Throwable cause;

    private Builder(ErrorCode code) {
      this.code = code;
    }

    /** The file, node, module or option. */
    public Builder at(String place) {
      this.where = place;
      return this;
    }

    /** What was found, without a full stop. */
    public Builder observed(String text) {
      this.observed = text;
      return this;
    }

    /** What should have been there, without a full stop. */
    public Builder expected(String text) {
      this.expected = text;
      return this;
    }

    /** A sentence: why that cannot be accepted. */
    public Builder why(String sentence) {
      this.why = sentence;
      return this;
    }

    /** A sentence: what to do. */
    public Builder fix(String sentence) {
      this.fix = sentence;
      return this;
    }

    public Builder cause(Throwable throwable) {
      this.cause = throwable;
      return this;
    }

    public RepconvException build() {
      StringBuilder message = new StringBuilder();
      message.append(where.isEmpty() ? "" : where + ": ").append(observed);
      message.append(expected.isEmpty() ? "." : ", expected " + expected + ".");
      String advice = (why + " " + fix).strip();
      message
          .append(advice.isEmpty() ? " " : "\n  " + advice + " ")
          .append('[')
          .append(code.code())
          .append(']');
      return new RepconvException(code, message.toString(), cause);
    }
  }
}
