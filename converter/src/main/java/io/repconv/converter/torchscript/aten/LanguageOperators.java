package io.repconv.converter.torchscript.aten;

/** What TorchScript asks of tensors and does with numbers, lists, dicts and strings. */
final class LanguageOperators {
  private LanguageOperators() {}

  static void addTo(AtenTable table) {
    questions(table);
    numbers(table);
    lists(table);
  }

  private static void questions(AtenTable table) {
    table
        .op("aten::size", ShapeOps::size)
        .op("aten::dim", ShapeOps::rank)
        .op("aten::numel", ShapeOps::elements)
        .op("aten::is_floating_point", ShapeOps::isFloating)
        .op("prim::dtype", ShapeOps::type)
        .op("prim::device", ShapeOps::device)
        .op("aten::device", ShapeOps::device)
        .op("prim::layout", ShapeOps::layout)
        .op("prim::is_cuda", ShapeOps::no)
        .op("prim::is_nested", ShapeOps::no)
        .op("prim::is_quantized", ShapeOps::no)
        .op("prim::requires_grad", ShapeOps::no)
        .op("aten::is_grad_enabled", ShapeOps::no)
        .op("aten::is_autocast_enabled", ShapeOps::no)
        .op("aten::is_autocast_cpu_enabled", ShapeOps::no)
        .op("aten::is_scripting", ShapeOps::no)
        .op("aten::warn", ShapeOps::nothing)
        .op("aten::set_grad_enabled", ShapeOps::nothing);
  }

  private static void numbers(AtenTable table) {
    table
        .op("prim::NumToTensor", NumberOps::numToTensor)
        .op("aten::item", NumberOps::fromTensor)
        .op("aten::Int", NumberOps::fromTensor)
        .op("aten::Float", NumberOps::fromTensor)
        .op("aten::IntImplicit", NumberOps::fromTensor)
        .op("aten::FloatImplicit", NumberOps::fromTensor)
        .op("aten::ScalarImplicit", NumberOps::fromTensor)
        .op(
            "prim::min",
            ListReductions.orTensor(
                ListReductions.best(Numbers::least), NumberOps.numbersOnly(Numbers::least)))
        .op(
            "prim::max",
            ListReductions.orTensor(
                ListReductions.best(Numbers::greatest), NumberOps.numbersOnly(Numbers::greatest)))
        .op(
            "prim::abs",
            NumberOps.unary(
                a -> Numbers.greatest(a, Numbers.negate(a)), ActivationOps.anyType("Abs")));
  }

  private static void lists(AtenTable table) {
    table
        .op("aten::len", ListOps::len)
        .op("aten::append", ListOps::append)
        .op("aten::extend", ListOps::extend)
        .op("aten::insert", ListOps::insert)
        .op("aten::pop", ListOps::pop)
        .op("aten::reverse", ListOps::reverse)
        .op("aten::list", ListOps::copy)
        .op("aten::dict", ListOps::newDict)
        .op("aten::_set_item", ListOps::setItem)
        .op("aten::__getitem__", ListOps::getItem)
        .op("aten::keys", ListOps::keys)
        .op("aten::values", ListOps::values)
        .op("aten::items", ListOps::items)
        .op("aten::get", ListOps::get)
        .op("aten::format", ListOps::format)
        .op("aten::find", ListOps::find)
        .op("aten::lower", ListOps::lower)
        .op("aten::startswith", ListOps::startsWith);
  }
}
