package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images sampled at positions that a second input gives. Inputs: X {@code [N, C, H, W]}, grid
 * {@code [N, H', W', 2]} of (x, y) from -1 to 1.
 *
 * @param alignCorners whether -1 and 1 are the centres of the first and last element, and not their
 *     outer edges
 */
public record GridSample(Mode mode, Padding padding, boolean alignCorners) implements Op {
  /** What lies between the elements. */
  public enum Mode {
    LINEAR,
    NEAREST
  }

  /** What lies outside the image. */
  public enum Padding {
    ZEROS,
    BORDER,
    REFLECTION
  }

  @Override
  public String name() {
    return "GridSample";
  }

  @Override
  public Attributes attributes() {
    Attributes all = Attributes.NONE.with("mode", Choice.text(mode));
    all = all.with("padding_mode", Choice.text(padding));
    return alignCorners ? all.with("align_corners", 1L) : all;
  }

  static @Nullable GridSample parse(Attributes attributes) {
    Mode mode;
    switch (attributes.text("mode", "linear")) {
      case "linear", "bilinear" -> mode = Mode.LINEAR;
      case "nearest" -> mode = Mode.NEAREST;
      default -> {
        return null;
      }
    }
    return new GridSample(
        mode,
        Choice.of(Padding.class, attributes, "padding_mode", Padding.ZEROS),
        attributes.flag("align_corners", false));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Shape x = inputs.get(0).shape();
    Shape grid = inputs.get(1).shape();
    if (!x.isRanked() || !grid.isRanked()) {
      return Inputs.one(inputs.get(0).element(), Shape.UNRANKED);
    }
    Inputs.requireRank(inputs.get(0), 4, "input");
    Inputs.requireRank(inputs.get(1), 4, "grid");
    if (grid.dim(3).isConstant() && !grid.dim(3).is(2)) {
      throw new ShapeError("grid of shape " + grid, "pairs of coordinates");
    }
    return Inputs.one(
        inputs.get(0).element(), Shape.of(List.of(x.dim(0), x.dim(1), grid.dim(1), grid.dim(2))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor grid = inputs.get(1);
    double[] image = x.doubles();
    double[] at = grid.doubles();
    int channels = (int) x.dim(1);
    int height = (int) x.dim(2);
    int width = (int) x.dim(3);
    int positions = (int) (grid.dim(1) * grid.dim(2));
    double[] y = new double[Math.toIntExact(x.dim(0) * channels * positions)];
    for (int n = 0; n < x.dim(0); n++) {
      for (int p = 0; p < positions; p++) {
        double column = source(at[(n * positions + p) * 2], width);
        double row = source(at[(n * positions + p) * 2 + 1], height);
        for (int c = 0; c < channels; c++) {
          int plane = n * channels + c;
          y[plane * positions + p] =
              sample(image, plane * height * width, height, width, row, column);
        }
      }
    }
    return List.of(
        Tensor.of(x.type(), new long[] {x.dim(0), channels, grid.dim(1), grid.dim(2)}, y));
  }

  /** The position along an axis, brought inside where the padding says so. */
  private double source(double coordinate, int size) {
    double position =
        alignCorners ? (coordinate + 1) / 2 * (size - 1) : ((coordinate + 1) * size - 1) / 2;
    return switch (padding) {
      case ZEROS -> position;
      case BORDER -> Math.max(0, Math.min(size - 1, position));
      case REFLECTION -> {
        double low = alignCorners ? 0 : -0.5;
        double span = alignCorners ? size - 1 : size;
        double within = span == 0 ? 0 : Math.abs(position - low) % (2 * span);
        double reflected = low + (within > span ? 2 * span - within : within);
        yield Math.max(0, Math.min(size - 1, reflected));
      }
    };
  }

  private double sample(
      double[] image, int plane, int height, int width, double row, double column) {
    if (mode == Mode.NEAREST) {
      return element(image, plane, height, width, Math.rint(row), Math.rint(column));
    }
    double top = Math.floor(row);
    double left = Math.floor(column);
    double down = row - top;
    double right = column - left;
    return (1 - down)
            * ((1 - right) * element(image, plane, height, width, top, left)
                + right * element(image, plane, height, width, top, left + 1))
        + down
            * ((1 - right) * element(image, plane, height, width, top + 1, left)
                + right * element(image, plane, height, width, top + 1, left + 1));
  }

  private static double element(
      double[] image, int plane, int height, int width, double row, double column) {
    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside ? image[plane + ((int) row) * width + (int) column] : 0;
  }
}
