package io.repconv.graph.fold;

import io.repconv.graph.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers that rows are pulled back through, as they are or taken absolutely. Weights of the
 * convolutions inside a region, of which every row needs every row, are decoded once; those at its
 * end are read row by row and never held.
 */
final class WeightCache {
  private final boolean absolute;
  private final Map<Tensor, double[][]> byTap = new HashMap<>();
  private final Map<Tensor, double[][]> byOutput = new HashMap<>();

  WeightCache(boolean absolute) {
    this.absolute = absolute;
  }

  /** A weight {@code [O, C, taps]} as {@code [taps * O][C]}. */
  synchronized double[][] byTap(Tensor weight) {
    return byTap.computeIfAbsent(weight, this::transposed);
  }

  /** A weight {@code [O, C, taps]} as {@code [O][C * taps]}. */
  synchronized double[][] byOutput(Tensor weight) {
    return byOutput.computeIfAbsent(
        weight,
        tensor -> {
          double[][] rows = new double[Math.toIntExact(tensor.dim(0))][];
          java.util.Arrays.setAll(rows, o -> row(tensor, o));
          return rows;
        });
  }

  private double[][] transposed(Tensor weight) {
    int outputs = Math.toIntExact(weight.dim(0));
    int inputs = Math.toIntExact(weight.dim(1));
    int taps = weight.size() / (outputs * inputs);
    double[][] rows = new double[taps * outputs][inputs];
    for (int o = 0; o < outputs; o++) {
      double[] row = row(weight, o);
      for (int tap = 0; tap < taps; tap++) {
        double[] target = rows[tap * outputs + o];
        for (int c = 0; c < inputs; c++) {
          target[c] = row[c * taps + tap];
        }
      }
    }
    return rows;
  }

  /** Adds {@code factor} times a row of a weight to a part of an array. */
  void addTimes(double factor, Tensor weight, int row, double[] sums, int at) {
    if (absolute) {
      double[] values = row(weight, row);
      for (int i = 0; i < values.length; i++) {
        sums[at + i] += factor * values[i];
      }
    } else {
      int width = weight.size() / Math.toIntExact(weight.dim(0));
      weight.addTimes(factor, row * width, sums, at, width);
    }
  }

  /** Row o of a weight, {@code [C, taps]}. */
  double[] row(Tensor weight, int row) {
    int width = weight.size() / Math.toIntExact(weight.dim(0));
    double[] values = weight.doubles(row * width, (row + 1) * width);
    if (absolute) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i]);
      }
    }
    return values;
  }

  double coefficient(double number) {
    return absolute ? Math.abs(number) : number;
  }
}
