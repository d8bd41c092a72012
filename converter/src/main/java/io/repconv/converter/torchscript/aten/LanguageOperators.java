package io.repconv.converter.torchscript.aten;

import org.jspecify.annotations.Nullable;

/** What TorchScript asks of tensors and does with numbers, lists, dicts and strings. */
final class LanguageOperators {
  private LanguageOperators() {}

  /** The lowering of an operator of these, null where it is none. */
  static @Nullable Lowering find(String name) {
    Lowering found = questions(name);
    found = found == null ? numbers(name) : found;
    return found == null ? lists(name) : found;
  }

  private static @Nullable Lowering questions(String name) {
    return switch (name) {
      case "aten::size" -> ShapeOps::size;
      case "aten::dim" -> ShapeOps::rank;
      case "aten::numel" -> ShapeOps::elements;
      case "aten::is_floating_point" -> ShapeOps::isFloating;
      case "prim::dtype" -> ShapeOps::type;
      case "prim::device", "aten::device" -> ShapeOps::device;
      case "prim::layout" -> ShapeOps::layout;
      case "prim::is_cuda",
          "prim::is_nested",
          "prim::is_quantized",
          "prim::requires_grad",
          "aten::is_grad_enabled",
          "aten::is_autocast_enabled",
          "aten::is_autocast_cpu_enabled",
          "aten::is_scripting" ->
          ShapeOps::no;
      case "aten::warn", "aten::set_grad_enabled" -> ShapeOps::nothing;
      default -> null;
    };
  }

  private static @Nullable Lowering numbers(String name) {
    return switch (name) {
      case "prim::NumToTensor" -> NumberOps::numToTensor;
      case "aten::item",
          "aten::Int",
          "aten::Float",
          "aten::IntImplicit",
          "aten::FloatImplicit",
          "aten::ScalarImplicit" ->
          NumberOps::fromTensor;
      case "prim::min" ->
          ListReductions.orTensor(
              ListReductions.best(Numbers::least), NumberOps.numbersOnly(Numbers::least));
      case "prim::max" ->
          ListReductions.orTensor(
              ListReductions.best(Numbers::greatest), NumberOps.numbersOnly(Numbers::greatest));
      case "prim::abs" ->
          NumberOps.unary(
              a -> Numbers.greatest(a, Numbers.negate(a)), ActivationOps.anyType("Abs"));
      default -> null;
    };
  }

  private static @Nullable Lowering lists(String name) {
    return switch (name) {
      case "aten::len" -> ListOps::len;
      case "aten::append" -> ListOps::append;
      case "aten::extend" -> ListOps::extend;
      case "aten::insert" -> ListOps::insert;
      case "aten::pop" -> ListOps::pop;
      case "aten::reverse" -> ListOps::reverse;
      case "aten::list" -> ListOps::copy;
      case "aten::dict" -> ListOps::newDict;
      case "aten::_set_item" -> ListOps::setItem;
      case "aten::__getitem__" -> ListOps::getItem;
      case "aten::keys" -> ListOps::keys;
      case "aten::values" -> ListOps::values;
      case "aten::items" -> ListOps::items;
      case "aten::get" -> ListOps::get;
      case "aten::format" -> ListOps::format;
      case "aten::find" -> ListOps::find;
      case "aten::lower" -> ListOps::lower;
      case "aten::startswith" -> ListOps::startsWith;
      default -> null;
    };
  }
}
