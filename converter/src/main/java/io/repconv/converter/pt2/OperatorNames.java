package io.repconv.converter.pt2;

import java.util.Map;
import java.util.Set;

/** What the targets of nodes are called in the table of operators. */
final class OperatorNames {
  private static final String TORCH_OPS = "torch.ops.";

  /** Python's functions on sizes. */
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("_operator.add", "aten::add"),
          Map.entry("_operator.sub", "aten::sub"),
          Map.entry("_operator.mul", "aten::mul"),
          Map.entry("_operator.truediv", "aten::div"),
          Map.entry("_operator.floordiv", "aten::floordiv"),
          Map.entry("_operator.mod", "aten::remainder"),
          Map.entry("_operator.neg", "aten::neg"),
          Map.entry("_operator.pow", "aten::pow"),
          Map.entry("_operator.eq", "aten::eq"),
          Map.entry("_operator.ne", "aten::ne"),
          Map.entry("_operator.lt", "aten::lt"),
          Map.entry("_operator.le", "aten::le"),
          Map.entry("_operator.gt", "aten::gt"),
          Map.entry("_operator.ge", "aten::ge"),
          Map.entry("_operator.getitem", "aten::__getitem__"),
          Map.entry("math.floor", "aten::floor"),
          Map.entry("math.ceil", "aten::ceil"),
          Map.entry("math.trunc", "aten::Int"),
          Map.entry("torch.sym_int", "aten::Int"),
          Map.entry("torch.sym_float", "aten::Float"),
          Map.entry("torch.sym_max", "prim::max"),
          Map.entry("torch.sym_min", "prim::min"));

  /** Operators that only graphs of torch.export have, and those that do the same. */
  private static final Map<String, String> SAME =
      Map.of(
          "aten::sym_size", "aten::size",
          "aten::sym_numel", "aten::numel",
          "aten::_to_copy", "aten::to",
          "aten::lift_fresh_copy", "aten::clone",
          "aten::_adaptive_avg_pool2d", "aten::adaptive_avg_pool2d",
          "aten::_adaptive_avg_pool3d", "aten::adaptive_avg_pool3d");

  /** Assertions, which compute nothing. */
  private static final Set<String> ASSERTIONS =
      Set.of(
          "aten::_assert_scalar",
          "aten::_assert_async",
          "aten::_assert_tensor_metadata",
          "aten::sym_constrain_range",
          "aten::sym_constrain_range_for_size");

  private OperatorNames() {}

  /** {@code aten::conv2d} of {@code torch.ops.aten.conv2d.default}: overloads share a name. */
  static String of(String target) {
    if (!target.startsWith(TORCH_OPS)) {
      return FUNCTIONS.getOrDefault(target, target);
    }
    String[] parts = target.substring(TORCH_OPS.length()).split("\\.", 3);
    if (parts.length < 2) {
      return target;
    }
    String name = parts[0] + "::" + parts[1];
    return SAME.getOrDefault(name, name);
  }

  static boolean isAssertion(String name) {
    return ASSERTIONS.contains(name);
  }
}
