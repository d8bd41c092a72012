package io.repconv.converter.input;

import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The shape that a user gives an input of a model.
 *
 * @param name the input's name, empty where the user named none: the shapes without a name are for
 *     the inputs in their order
 * @param shape numbers and symbols; a symbol is a size that stays open
 */
public record InputShape(String name, Shape shape) {
  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /**
   * Parses {@code [NAME=]SHAPE}: sizes separated by {@code x} or by commas, each a number of at
   * least 1 or a word that names an open size: {@code 1x3x224x224}, {@code Nx3xHxW}, {@code
   * batch,3,224,224}, {@code image=Nx3x64x64}.
   *
   * @throws RepconvException BAD_INPUT_SHAPE
   */
  public static InputShape parse(String text) {
    int equals = text.lastIndexOf('=');
    String shape = text.substring(equals + 1).strip();
    List<Dim> dims = new ArrayList<>();
    for (String size : shape.split(shape.contains(",") ? "," : "x", -1)) {
      dims.add(size(size.strip(), text));
    }
    return new InputShape(text.substring(0, Math.max(0, equals)).strip(), Shape.of(dims));
  }

  private static Dim size(String size, String text) {
    if (SYMBOL.matcher(size).matches()) {
      return Dim.symbol(size);
    }
    if (!NUMBER.matcher(size).matches()) {
      throw bad(text, size.isEmpty() ? "a size is missing" : "'%s' is not a size".formatted(size));
    }
    String digits = size.replaceFirst("^0+(?=.)", "");
    if (digits.equals("0")) {
      throw bad(text, "a size is 0");
    }
    if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw bad(text, "the size %s is too large".formatted(size));
    }
    return Dim.of(Long.parseLong(digits));
  }

  private static RepconvException bad(String text, String observed) {
    return RepconvException.of(ErrorCode.BAD_INPUT_SHAPE)
        .at("--input " + text)
        .observed(observed)
        .expected("numbers from 1 to %d or words for open sizes".formatted(Integer.MAX_VALUE))
        .fix("Write the shape of the input as 1x3x224x224, Nx3xHxW or batch,3,224,224.")
        .build();
  }

  /** {@code image=[N, 3, H, W]}. */
  @Override
  public String toString() {
    return (name.isEmpty() ? "" : name + "=") + shape;
  }
}
