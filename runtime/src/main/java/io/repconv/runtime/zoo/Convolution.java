package io.repconv.runtime.zoo;

import java.util.function.Consumer;

/**
 * What a convolution over two axes is told, as torch's Conv2d: {@code Convolution.of(64,
 * 3).stride(2).padding(1)}. Immutable.
 */
public final class Convolution {
  private int outputs;
  private int kernelHeight;
  private int kernelWidth;
  private int stride = 1;
  private int paddingHeight;
  private int paddingWidth;
  private int dilation = 1;
  private int groups = 1;
  private boolean bias;
  private Initial initial = Initial.KAIMING_UNIFORM;

  private Convolution() {}

  /** Stride 1, no padding, no bias; torch's initial weights. */
  public static Convolution of(int outputs, int kernel) {
    return new Convolution().outputs(outputs).kernel(kernel, kernel);
  }

  /** With as much padding that stride 1 keeps the size. */
  public static Convolution same(int outputs, int kernel) {
    return of(outputs, kernel).padding((kernel - 1) / 2);
  }

  private Convolution changed(Consumer<Convolution> change) {
    Convolution copy = new Convolution();
    copy.outputs = outputs;
    copy.kernelHeight = kernelHeight;
    copy.kernelWidth = kernelWidth;
    copy.stride = stride;
    copy.paddingHeight = paddingHeight;
    copy.paddingWidth = paddingWidth;
    copy.dilation = dilation;
    copy.groups = groups;
    copy.bias = bias;
    copy.initial = initial;
    change.accept(copy);
    return copy;
  }

  public Convolution outputs(int channels) {
    return changed(c -> c.outputs = channels);
  }

  public Convolution kernel(int height, int width) {
    return changed(
        c -> {
          c.kernelHeight = height;
          c.kernelWidth = width;
        });
  }

  public Convolution stride(int step) {
    return changed(c -> c.stride = step);
  }

  /** Zeros on either side of both axes. */
  public Convolution padding(int all) {
    return padding(all, all);
  }

  public Convolution padding(int height, int width) {
    return changed(
        c -> {
          c.paddingHeight = height;
          c.paddingWidth = width;
        });
  }

  public Convolution dilation(int step) {
    return changed(c -> c.dilation = step);
  }

  public Convolution groups(int count) {
    return changed(c -> c.groups = count);
  }

  public Convolution withBias() {
    return changed(c -> c.bias = true);
  }

  public Convolution withoutBias() {
    return changed(c -> c.bias = false);
  }

  public Convolution initial(Initial start) {
    return changed(c -> c.initial = start);
  }

  public int outputs() {
    return outputs;
  }

  public int kernelHeight() {
    return kernelHeight;
  }

  public int kernelWidth() {
    return kernelWidth;
  }

  public int stride() {
    return stride;
  }

  public int paddingHeight() {
    return paddingHeight;
  }

  public int paddingWidth() {
    return paddingWidth;
  }

  public int dilation() {
    return dilation;
  }

  public int groups() {
    return groups;
  }

  public boolean hasBias() {
    return bias;
  }

  public Initial initial() {
    return initial;
  }
}
