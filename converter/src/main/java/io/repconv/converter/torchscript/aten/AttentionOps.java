package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.Sizes;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attention: softmax(scale * Q * K^T + mask) * V. */
final class AttentionOps {
  private AttentionOps() {}

  /**
   * {@code scaled_dot_product_attention(query, key, value, attn_mask, dropout_p, is_causal, *,
   * scale, enable_gqa)}.
   */
  static Object scaledDotProduct(AtenCall call) {
    TorchTensor query = call.tensor(0, "query");
    if (call.real(4, "dropout_p", 0) != 0) {
      throw TrainingMode.refuse(call, "'dropout_p' is " + call.real(4, "dropout_p"));
    }
    if (call.flag(Integer.MAX_VALUE, "enable_gqa", false)) {
      throw call.wrong("enable_gqa", true, "False");
    }
    double scale =
        call.hasKeyword("scale") && call.has(Integer.MAX_VALUE, "scale")
            ? call.real(Integer.MAX_VALUE, "scale")
            : 1 / Math.sqrt((double) headSize(call, query));
    TorchTensor mask = call.optionalTensor(3, "attn_mask");
    if (call.flag(5, "is_causal", false)) {
      mask = causalMask(call, query, call.tensor(1, "key"));
    }
    TorchTensor weights = weights(call, query, call.tensor(1, "key"), scale, mask);
    return call.result(call.emit("MatMul", weights.value(), call.tensor(2, "value").value()));
  }

  private static long headSize(AtenCall call, TorchTensor query) {
    if (!query.shape().dim(-1).isConstant()) {
      throw call.unknownSize("heads of the size " + query.shape().dim(-1), "a known number");
    }
    return query.shape().dim(-1).value();
  }

  /** True on and below the diagonal. */
  private static TorchTensor causalMask(AtenCall call, TorchTensor query, TorchTensor key) {
    List<Object> size =
        List.of(Sizes.number(query.shape().dim(-2)), Sizes.number(key.shape().dim(-2)));
    Object ones = CreationOps.constant(1).lower(call.with(size));
    Value lower =
        call.emit("Trilu", Attributes.NONE.with("upper", false), call.tensor(ones, "mask").value());
    return call.result(new Operands(call.emitter()).cast(lower, ElementType.BOOL));
  }

  private static TorchTensor weights(
      AtenCall call, TorchTensor query, TorchTensor key, double scale, @Nullable TorchTensor mask) {
    Value scores = call.emit("MatMul", query.value(), LinearOps.transposed(key).value());
    TorchTensor scaled = ArithmeticOps.binary(call, "Mul", call.result(scores), scale);
    TorchTensor masked = mask == null ? scaled : masked(call, scaled, mask);
    return call.result(call.emit("Softmax", Attributes.NONE.with("axis", -1L), masked.value()));
  }

  /** A boolean mask keeps where it is true; another one is added. */
  private static TorchTensor masked(AtenCall call, TorchTensor scores, TorchTensor mask) {
    if (mask.type() != ElementType.BOOL) {
      return ArithmeticOps.binary(call, "Add", scores, mask);
    }
    Value low = new Operands(call.emitter()).number(Double.NEGATIVE_INFINITY, scores.type());
    return call.result(call.emit("Where", mask.value(), scores.value(), low));
  }

  /**
   * {@code _native_multi_head_attention(query, key, value, embed_dim, num_head, qkv_weight,
   * qkv_bias, proj_weight, proj_bias, mask, need_weights, average_attn_weights, mask_type)}, batch
   * first: what {@code nn.MultiheadAttention} runs for inference where query, key and value are one
   * tensor.
   */
  static Object nativeMultiHead(AtenCall call) {
    TorchTensor x = call.tensor(0, "query");
    Object query = call.argument(0, "query");
    boolean same = call.argument(1, "key") == query && call.argument(2, "value") == query;
    if (!same || call.has(9, "mask")) {
      throw call.unsupported(
          "another key or value than the query, or a mask", "self-attention without one");
    }
    long width = call.integer(3, "embed_dim");
    long heads = call.integer(4, "num_head");
    Object projected =
        LinearOps.linear(call.with(x, call.argument(5, "weight"), call.argument(6, "bias")));
    Value qkv = call.tensor(projected, "qkv").value();
    Value split = call.emit("Reshape", qkv, call.emitter().ints(0, -1, 3, heads, width / heads));
    Value apart =
        call.emit("Transpose", Attributes.NONE.with("perm", List.of(2L, 0L, 3L, 1L, 4L)), split);
    TorchTensor all = call.result(apart);
    TorchTensor weights =
        weights(
            call,
            part(call, all, 0),
            part(call, all, 1),
            1 / Math.sqrt((double) width / heads),
            null);
    Value mixed = call.emit("MatMul", weights.value(), part(call, all, 2).value());
    Value joined =
        call.emit("Transpose", Attributes.NONE.with("perm", List.of(0L, 2L, 1L, 3L)), mixed);
    Value flat = call.emit("Reshape", joined, call.emitter().ints(0, -1, width));
    Object result =
        LinearOps.linear(
            call.with(call.result(flat), call.argument(7, "weight"), call.argument(8, "bias")));
    return new Tuple(Arrays.asList(result, returnedWeights(call, weights)));
  }

  private static TorchTensor part(AtenCall call, TorchTensor all, long index) {
    return call.tensor(ViewOps.select(call.with(all, 0L, index)), "part");
  }

  private static @Nullable Object returnedWeights(AtenCall call, TorchTensor weights) {
    if (!call.flag(10, "need_weights", true)) {
      return null;
    }
    return call.flag(11, "average_attn_weights", true)
        ? call.result(ReduceOps.reduced(call, "ReduceMean", weights.value(), List.of(1L), false))
        : weights;
  }
}
