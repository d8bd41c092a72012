package io.repconv.graph.proof;

import io.repconv.graph.Tensor;

/** Reads the coefficients of a convolution, some rows at a time. */
final class KernelReader {
  /** Numbers that are in memory at a time. */
  private static final int BLOCK = 1 << 20;

  private final ConvolutionMap map;
  private final Tensor numbers;
  private final int width;
  private final int rows;
  private double[] block = {};
  private int first;

  /**
   * @param numbers a number for each of the map's coefficients
   */
  KernelReader(ConvolutionMap map, Tensor numbers) {
    this.map = map;
    this.numbers = numbers;
    this.width = map.groupInputs() * map.offsets().size();
    this.rows = Math.max(1, BLOCK / Math.max(1, width));
  }

  /** Where the coefficient lies in the weight, -1 where it has none. */
  int place(int output, int channel, int tap) {
    int within = channel - map.firstInput(output);
    return tap < 0 || within < 0 || within >= map.groupInputs()
        ? -1
        : output * width + within * map.offsets().size() + tap;
  }

  /** The coefficient of an input channel and tap; outputs are asked for in ascending order. */
  double at(int output, int channel, int tap) {
    int place = place(output, channel, tap);
    return place < 0 ? 0 : at(place);
  }

  /** The coefficient at a place of the weight; places are asked for by ascending outputs. */
  private double at(int place) {
    if (place >= first + block.length) {
      first = place - place % width;
      block = numbers.doubles(first, Math.min(numbers.size(), first + rows * width));
    }
    return block[place - first];
  }
}
