package io.repconv.runtime.script;

import static io.repconv.runtime.script.Call.list;

import io.repconv.graph.Value;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.DepthToSpace;
import io.repconv.graph.op.Gather;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.SpaceToDepth;
import io.repconv.graph.op.Split;
import io.repconv.graph.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that move elements. */
final class LayoutScripts {
  static final Map<String, Lowering> OPERATORS =
      Map.ofEntries(
          Map.entry("Reshape", LayoutScripts::reshaped),
          Map.entry("Flatten", LayoutScripts::reshaped),
          Map.entry("Squeeze", LayoutScripts::reshaped),
          Map.entry("Unsqueeze", LayoutScripts::reshaped),
          Map.entry("Expand", LayoutScripts::expand),
          Map.entry(
              "Tile",
              call -> "torch.repeat(%s, %s)".formatted(call.argument(0), list(call.longs(1)))),
          Map.entry("Transpose", LayoutScripts::transpose),
          Map.entry("Concat", LayoutScripts::concat),
          Map.entry("Split", LayoutScripts::split),
          Map.entry("Slice", LayoutScripts::slice),
          Map.entry("Gather", LayoutScripts::gather),
          Map.entry("Pad", LayoutScripts::pad),
          Map.entry("SpaceToDepth", LayoutScripts::spaceToDepth),
          Map.entry("DepthToSpace", LayoutScripts::depthToSpace));

  private LayoutScripts() {}

  /** The output's shape is known whatever the operator. */
  private static String reshaped(Call call) {
    return reshaped(call.argument(0), call.outputSizes());
  }

  private static String reshaped(String x, long... sizes) {
    return "torch.reshape(%s, %s)".formatted(x, list(sizes));
  }

  private static String expand(Call call) {
    return "torch.expand(%s, %s)".formatted(call.argument(0), list(call.outputSizes()));
  }

  private static String transpose(Call call) {
    List<Integer> perm = call.op(Transpose.class).perm();
    int rank = call.rank(0);
    List<Integer> axes =
        perm.isEmpty() ? IntStream.range(0, rank).mapToObj(i -> rank - 1 - i).toList() : perm;
    return "torch.permute(%s, %s)".formatted(call.argument(0), list(axes));
  }

  private static String concat(Call call) {
    return "torch.cat(%s, %d)".formatted(call.arguments(), call.op(Concat.class).axis());
  }

  private static String split(Call call) {
    int axis = Math.floorMod(call.op(Split.class).axis(), call.rank(0));
    long start = 0;
    for (Value output : call.outputs()) {
      long size = output.shape().dim(axis).value();
      call.assign(
          output, "torch.narrow(%s, %d, %d, %d)".formatted(call.argument(0), axis, start, size));
      start += size;
    }
    return "";
  }

  private static String slice(Call call) {
    long[] starts = call.longs(1);
    long[] ends = call.longs(2);
    long[] axes =
        call.has(3) ? call.longs(3) : IntStream.range(0, starts.length).asLongStream().toArray();
    long[] steps = call.has(4) ? call.longs(4) : ones(starts.length);
    String x = call.argument(0);
    for (int i = 0; i < starts.length; i++) {
      int axis = Math.floorMod((int) axes[i], call.rank(0));
      long size = call.sizes(0)[axis];
      if (steps[i] > 0) {
        x = "torch.slice(%s, %d, %d, %d, %d)".formatted(x, axis, starts[i], ends[i], steps[i]);
      } else {
        x = backwards(x, axis, size, starts[i], ends[i], steps[i]);
      }
    }
    return x;
  }

  /** torch's slices only go forwards: the axis is flipped first. */
  private static String backwards(String x, int axis, long size, long start, long end, long step) {
    long first = Math.max(-1, Math.min(start < 0 ? start + size : start, size - 1));
    long last = end < -size ? -1 : end < 0 ? end + size : Math.min(end, size - 1);
    return "torch.slice(torch.flip(%s, [%d]), %d, %d, %d, %d)"
        .formatted(x, axis, axis, size - 1 - first, Math.max(0, size - 1 - last), -step);
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Indices that depend on no input, which may be negative. */
  private static String gather(Call call) {
    int axis = Math.floorMod(call.op(Gather.class).axis(), call.rank(0));
    long size = call.sizes(0)[axis];
    long[] indices = Arrays.stream(call.longs(1)).map(i -> i < 0 ? i + size : i).toArray();
    String selected =
        "torch.index_select(%s, %d, torch.tensor(%s, dtype=4))"
            .formatted(call.argument(0), axis, list(indices));
    return reshaped(selected, call.outputSizes());
  }

  private static String pad(Call call) {
    long[] pads = call.longs(1);
    int rank = call.rank(0);
    long[] axes = call.has(3) ? call.longs(3) : IntStream.range(0, rank).asLongStream().toArray();
    long[] begin = new long[rank];
    long[] end = new long[rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = Math.floorMod((int) axes[i], rank);
      begin[axis] = pads[i];
      end[axis] = pads[i + axes.length];
    }
    Pad.Mode mode = call.op(Pad.class).mode();
    int first = mode == Pad.Mode.CONSTANT ? 0 : 2;
    if (IntStream.range(0, first).anyMatch(axis -> begin[axis] != 0 || end[axis] != 0)
        || (first > 0 && rank - first > 3)) {
      throw call.unsupported("a mirrored pad of batch or channels");
    }
    List<Long> fromLast = new ArrayList<>();
    for (int axis = rank - 1; axis >= first; axis--) {
      fromLast.add(begin[axis]);
      fromLast.add(end[axis]);
    }
    String x = call.argument(0);
    int spatial = rank - first;
    return switch (mode) {
      case CONSTANT ->
          "torch.constant_pad_nd(%s, %s, %s)"
              .formatted(x, list(fromLast), Call.real(call.has(2) ? call.number(2) : 0));
      case REFLECT -> "torch.reflection_pad%dd(%s, %s)".formatted(spatial, x, list(fromLast));
      case EDGE -> "torch.replication_pad%dd(%s, %s)".formatted(spatial, x, list(fromLast));
      default -> throw call.unsupported("a pad " + mode);
    };
  }

  /** Block positions vary slower than channels in the result. */
  private static String spaceToDepth(Call call) {
    int block = call.op(SpaceToDepth.class).blockSize();
    long[] in = call.sizes(0);
    String blocks =
        reshaped(call.argument(0), in[0], in[1], in[2] / block, block, in[3] / block, block);
    String moved = "torch.permute(%s, [0, 3, 5, 1, 2, 4])".formatted(blocks);
    return reshaped(moved, call.outputSizes());
  }

  private static String depthToSpace(Call call) {
    DepthToSpace op = call.op(DepthToSpace.class);
    int block = op.blockSize();
    long[] in = call.sizes(0);
    long channels = in[1] / block / block;
    String x = call.argument(0);
    String moved =
        op.columnRowDepth()
            ? "torch.permute(%s, [0, 1, 4, 2, 5, 3])"
                .formatted(reshaped(x, in[0], channels, block, block, in[2], in[3]))
            : "torch.permute(%s, [0, 3, 4, 1, 5, 2])"
                .formatted(reshaped(x, in[0], block, block, channels, in[2], in[3]));
    return reshaped(moved, call.outputSizes());
  }
}
