package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Unary;
import java.util.List;
import java.util.Random;

/**
 * A seeded linear network: branches of convolutions, norms, pools, scales and stacks, in sequence
 * and nested, that all cover one domain. Some can be folded, some cannot; all have to keep their
 * function.
 */
public final class RandomRegion {
  private final Net net;
  private final Random random;
  private int names;

  private RandomRegion(long seed) {
    net = new Net(seed, "[N, " + 2 * (1 + new Random(seed).nextInt(4)) + ", H, W]");
    random = net.random;
  }

  public static Graph of(long seed) {
    RandomRegion region = new RandomRegion(seed);
    Value y = region.net.x;
    int blocks = 1 + region.random.nextInt(2);
    for (int i = 0; i < blocks; i++) {
      y = region.block(y, region.pick(2, 4, 6, 8), region.stride(), 2);
      if (region.random.nextBoolean()) {
        y = region.net.relu(region.name("relu"), y);
      }
    }
    return region.net.output(y);
  }

  private int[] stride() {
    int s = random.nextInt(4) == 0 ? 2 : 1;
    return random.nextInt(6) == 0 ? new int[] {s, 1} : new int[] {s, s};
  }

  private int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String name(String kind) {
    return kind + names++;
  }

  /** Branches over the domain floor((H - 1)/s) + 1, added or stacked. */
  private Value block(Value x, int channels, int[] stride, int depth) {
    int branches = 1 + random.nextInt(4);
    boolean stack = channels % 4 == 0 && branches > 1 && random.nextInt(4) == 0;
    if (stack) {
      Value left = branch(x, channels / 2, stride, depth);
      Value right = branch(x, channels / 2, stride, depth);
      return after(net.concat(name("concat"), left, right));
    }
    Value sum = branch(x, channels, stride, depth);
    for (int i = 1; i < branches; i++) {
      Value next = branch(x, channels, stride, depth);
      sum = net.node(random.nextInt(5) == 0 ? Binary.SUB : Binary.ADD, name("sum"), sum, next);
    }
    return after(sum);
  }

  private Value branch(Value x, int channels, int[] stride, int depth) {
    boolean still = stride[0] == 1 && stride[1] == 1;
    boolean identity = still && Net.channels(x) == channels;
    return switch (random.nextInt(9)) {
      case 0 -> identity ? x : window(x, channels, stride);
      case 1 -> identity ? net.norm(name("norm"), x) : window(x, channels, stride);
      case 2 -> Net.channels(x) == channels ? after(pool(x, stride)) : window(x, channels, stride);
      case 3 -> depth > 0 ? block(x, channels, stride, depth - 1) : window(x, channels, stride);
      case 4 -> sequence(x, channels, stride);
      case 5 -> halves(x, channels, stride);
      case 6 -> padded(x, channels, stride);
      default -> after(window(x, channels, stride));
    };
  }

  /** A convolution whose kernel, dilation and uneven pads cover the domain of its block. */
  private Value window(Value x, int channels, int[] stride) {
    int[] kernel = {1 + random.nextInt(7), 1 + random.nextInt(7)};
    int dilation = 1 + random.nextInt(2);
    int group = group(Net.channels(x), channels);
    int vertical = dilation * (kernel[0] - 1);
    int horizontal = dilation * (kernel[1] - 1);
    int top = random.nextInt(3) == 0 ? random.nextInt(vertical + 1) : vertical / 2;
    int left = random.nextInt(3) == 0 ? random.nextInt(horizontal + 1) : horizontal / 2;
    Net.Placed placed =
        new Net.Placed(
            kernel,
            stride,
            new int[] {dilation, dilation},
            new int[] {top, left},
            new int[] {vertical - top, horizontal - left},
            group,
            random.nextBoolean());
    return net.conv(name("conv"), x, channels, placed);
  }

  private int group(int inputs, int outputs) {
    int group = pick(1, 1, 2, inputs);
    return inputs % group == 0 && outputs % group == 0 ? group : 1;
  }

  private Value pool(Value x, int[] stride) {
    int k = 1 + 2 * random.nextInt(3);
    Net.Placed placed =
        new Net.Placed(
            new int[] {k, k},
            stride,
            new int[] {1, 1},
            new int[] {k / 2, k / 2},
            new int[] {k / 2, k / 2},
            1,
            false);
    return net.average(name("pool"), x, placed, random.nextInt(4) != 0);
  }

  /** A pointwise map, then a window: exact where the first has no bias or the second no padding. */
  private Value sequence(Value x, int channels, int[] stride) {
    Net.Placed pointwise = Net.Placed.kernel(1, 1);
    boolean biased = random.nextInt(3) == 0;
    Value y = net.conv(name("conv"), x, pick(2, 4), biased ? pointwise.biased() : pointwise);
    return after(window(random.nextInt(4) == 0 ? net.norm(name("norm"), y) : y, channels, stride));
  }

  private Value halves(Value x, int channels, int[] stride) {
    int inputs = Net.channels(x);
    List<Value> parts = net.split(name("split"), x, inputs / 2, inputs - inputs / 2);
    Value left = window(parts.get(0), channels / 2, stride);
    Value right = window(parts.get(1), channels - channels / 2, stride);
    return net.concat(name("concat"), left, right);
  }

  /** A pad of its own before a window without one. */
  private Value padded(Value x, int channels, int[] stride) {
    Pad.Mode mode = random.nextInt(3) == 0 ? Pad.Mode.REFLECT : Pad.Mode.CONSTANT;
    Value wide = net.pad(name("pad"), x, mode, random.nextInt(4) == 0 ? 0.5 : 0, 1, 1, 1, 1);
    Net.Placed placed =
        new Net.Placed(
            new int[] {3, 3},
            stride,
            new int[] {1, 1},
            new int[2],
            new int[2],
            1,
            random.nextBoolean());
    return net.conv(name("conv"), wide, channels, placed);
  }

  private Value after(Value y) {
    int channels = Net.channels(y);
    return switch (random.nextInt(6)) {
      case 0, 1 -> net.norm(name("norm"), y);
      case 2 ->
          net.node(
              pick(0, 1) == 0 ? Binary.MUL : Binary.DIV,
              name("scale"),
              y,
              net.constant(name("factor"), net.between(channels, 0.5, 2), channels, 1, 1));
      case 3 ->
          net.node(
              Binary.ADD, name("shift"), net.constant(name("by"), net.normal(1), new long[0]), y);
      case 4 -> net.node(Unary.NEG, name("neg"), y);
      default -> y;
    };
  }
}
