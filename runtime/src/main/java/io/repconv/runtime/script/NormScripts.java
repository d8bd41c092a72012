package io.repconv.runtime.script;

import static io.repconv.runtime.script.Call.flag;
import static io.repconv.runtime.script.Call.list;
import static io.repconv.runtime.script.Call.real;

import io.repconv.graph.op.BatchNormalization;
import io.repconv.graph.op.GroupNormalization;
import io.repconv.graph.op.InstanceNormalization;
import io.repconv.graph.op.LayerNormalization;
import java.util.Arrays;
import java.util.Map;

/** Normalizations. */
final class NormScripts {
  static final Map<String, Lowering> OPERATORS =
      Map.of(
          "BatchNormalization", NormScripts::batch,
          "GroupNormalization", NormScripts::group,
          "InstanceNormalization", NormScripts::instance,
          "LayerNormalization", NormScripts::layer);

  private NormScripts() {}

  private static String batch(Call call) {
    return "torch.batch_norm(%s, %s, %s, %s, %s, %s, %s, %s, False)"
        .formatted(
            call.argument(0),
            call.argument(1),
            call.argument(2),
            call.argument(3),
            call.argument(4),
            flag(call.norms().usesBatch(call.input(3))),
            real(call.norms().momentum()),
            real(call.op(BatchNormalization.class).epsilon()));
  }

  private static String group(Call call) {
    GroupNormalization op = call.op(GroupNormalization.class);
    return "torch.group_norm(%s, %d, %s, %s, %s)"
        .formatted(
            call.argument(0), op.groups(), call.argument(1), call.argument(2), real(op.epsilon()));
  }

  private static String instance(Call call) {
    return "torch.instance_norm(%s, %s, %s, None, None, True, 0.1, %s, False)"
        .formatted(
            call.argument(0),
            call.argument(1),
            call.argument(2),
            real(call.op(InstanceNormalization.class).epsilon()));
  }

  private static String layer(Call call) {
    LayerNormalization op = call.op(LayerNormalization.class);
    long[] sizes = call.sizes(0);
    int axis = Math.floorMod(op.axis(), sizes.length);
    long[] normalized = Arrays.copyOfRange(sizes, axis, sizes.length);
    if (!Arrays.equals(normalized, call.sizes(1))) {
      throw call.unsupported("a layer norm whose scale is repeated");
    }
    return "torch.layer_norm(%s, %s, %s, %s, %s)"
        .formatted(
            call.argument(0),
            list(normalized),
            call.argument(1),
            call.optional(2),
            real(op.epsilon()));
  }
}
