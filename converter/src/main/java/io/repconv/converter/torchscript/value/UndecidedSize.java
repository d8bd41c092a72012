package io.repconv.converter.torchscript.value;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;

/** Something that the program needs to know of a size, and that is not the same for every size. */
public final class UndecidedSize extends ArithmeticException {
  private static final long serialVersionUID = 1;

  /**
   * The question.
   *
   * @param expression such as {@code H < 7}
   */
  public UndecidedSize(String expression) {
    super(expression);
  }

  /** The error for the user. */
  public RepconvException at(String place) {
    return RepconvException.of(ErrorCode.UNKNOWN_SIZE)
        .at(place)
        .observed("the program needs the value of " + getMessage())
        .expected("something that is the same for every size")
        .fix("Give the sizes it depends on as numbers with --input.")
        .cause(this)
        .build();
  }
}
