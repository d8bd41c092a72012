package io.repconv.converter.torchscript.value;

import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;

/**
 * A size of the input that the program holds as a number, as a trace does. The reader of the model
 * may set the size to that number and begin again, where the user did not ask for the symbol.
 */
public final class FixedSize extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Dim size;
  private final long number;
  private final String where;

  /**
   * The finding.
   *
   * @param size an expression over the input's sizes
   * @param number what the program has in its place
   * @param where the operator that holds it
   */
  public FixedSize(Dim size, long number, String where) {
    super(null, null, false, false);
    this.size = size;
    this.number = number;
    this.where = where;
  }

  @Override
  public String getMessage() {
    return size + " is fixed to " + number + " at " + where;
  }

  public Dim size() {
    return size;
  }

  public long number() {
    return number;
  }

  /** The error for a user who asked for the symbol. */
  public RepconvException refusal() {
    return RepconvException.of(ErrorCode.FIXED_SIZE)
        .at(where)
        .observed(
            "the program holds the number %d where the input's size gives %s"
                .formatted(number, size))
        .expected("a model without fixed sizes, or an input of the size it was traced with")
        .why("torch.jit.trace wrote the size of its example input into the program.")
        .fix("Give the traced size with --input, or save the model with torch.jit.script.")
        .build();
  }
}
