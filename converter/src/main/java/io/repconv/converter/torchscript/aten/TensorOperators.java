package io.repconv.converter.torchscript.aten;

import io.repconv.graph.ElementType;

/** What moves, selects, makes and overwrites elements. */
final class TensorOperators {
  private TensorOperators() {}

  static void addTo(AtenTable table) {
    views(table);
    joins(table);
    selections(table);
    creations(table);
    inPlace(table);
  }

  private static void views(AtenTable table) {
    table
        .op("aten::slice", ViewOps::slice)
        .op("aten::narrow", ViewOps::narrow)
        .op("aten::select", ViewOps::select)
        .op("aten::unbind", ViewOps::unbind)
        .op("aten::chunk", ViewOps::chunk)
        .op("aten::split", ViewOps::split)
        .op("aten::split_with_sizes", ViewOps::split)
        .op("aten::unsqueeze", ViewOps::unsqueeze)
        .op("aten::squeeze", ViewOps::squeeze)
        .op("aten::permute", ViewOps::permute)
        .op("aten::transpose", ViewOps::transpose)
        .op("aten::swapaxes", ViewOps::transpose)
        .op("aten::movedim", ViewOps::moveAxes)
        .op("aten::t", ViewOps::matrixTranspose)
        .op("aten::numpy_T", ViewOps::matrixTranspose)
        .op("aten::view", ViewOps::view)
        .op("aten::_unsafe_view", ViewOps::view)
        .op("aten::reshape", ViewOps::view)
        .op("aten::view_as", ViewOps::viewAs)
        .op("aten::reshape_as", ViewOps::viewAs)
        .op("aten::flatten", ViewOps::flatten)
        .op("aten::unflatten", ViewOps::unflatten)
        .op("aten::expand", ViewOps::expand)
        .op("aten::expand_as", ViewOps::expandAs)
        .op("aten::contiguous", ViewOps::contiguous)
        .op("aten::clone", ViewOps::copy)
        .op("aten::detach", ViewOps::itself)
        .op("aten::alias", ViewOps::itself)
        .op("aten::lift_fresh", ViewOps::itself)
        .op("aten::requires_grad_", ViewOps::itself)
        .op("aten::cpu", ViewOps::itself)
        .op("aten::cuda", ViewOps::itself);
  }

  private static void joins(AtenTable table) {
    table
        .op("aten::cat", JoinOps::cat)
        .op("aten::concat", JoinOps::cat)
        .op("aten::stack", JoinOps::stack)
        .op("aten::roll", JoinOps::roll)
        .op("aten::repeat", JoinOps::repeat)
        .op("aten::flip", JoinOps::flip)
        .op("aten::repeat_interleave", JoinOps::repeatInterleave)
        .op("aten::meshgrid", JoinOps::meshgrid)
        .op("aten::pixel_shuffle", PatchOps::pixelShuffle)
        .op("aten::pixel_unshuffle", PatchOps::pixelUnshuffle)
        .op("aten::im2col", PatchOps::imageToColumns)
        .op("aten::channel_shuffle", PatchOps::channelShuffle);
  }

  private static void selections(AtenTable table) {
    table
        .op("aten::where", SelectionOps::where)
        .op("aten::masked_fill", SelectionOps::maskedFill)
        .op("aten::embedding", SelectionOps::embedding)
        .op("aten::index_select", SelectionOps::indexSelect)
        .op("aten::gather", SelectionOps::gather)
        .op("aten::index", IndexOps::index)
        .op("aten::_unsafe_index", IndexOps::index)
        .op("aten::topk", SelectionOps::topk)
        .op("aten::to", SelectionOps::to)
        .op("aten::type_as", SelectionOps::typeAs)
        .op("aten::_cast_Float", SelectionOps.castTo(ElementType.FLOAT))
        .op("aten::triu", SelectionOps.triangle(true))
        .op("aten::tril", SelectionOps.triangle(false))
        .op("aten::broadcast_tensors", SelectionOps::broadcast);
  }

  private static void creations(AtenTable table) {
    table
        .op("aten::zeros", CreationOps.constant(0))
        .op("aten::ones", CreationOps.constant(1))
        .op("aten::empty", CreationOps.constant(0))
        .op("aten::zeros_like", CreationOps.constantLike(0))
        .op("aten::ones_like", CreationOps.constantLike(1))
        .op("aten::empty_like", CreationOps.constantLike(0))
        .op("aten::new_zeros", CreationOps.newConstant(0))
        .op("aten::new_ones", CreationOps.newConstant(1))
        .op("aten::new_empty", CreationOps.newConstant(0))
        .op("aten::full", CreationOps::full)
        .op("aten::full_like", CreationOps::fullLike)
        .op("aten::new_full", CreationOps::newFull)
        .op("aten::arange", CreationOps::arange)
        .op("aten::linspace", CreationOps::linspace)
        .op("aten::tensor", CreationOps::tensor)
        .op("aten::scalar_tensor", CreationOps::tensor);
  }

  private static void inPlace(AtenTable table) {
    table
        .op("aten::copy_", InPlaceOps::copy)
        .op("aten::fill_", InPlaceOps::fill)
        .op("aten::zero_", InPlaceOps::zero)
        .op("aten::copy", ReplacementOps::copy)
        .op("aten::fill", ReplacementOps::fill)
        .op("aten::slice_scatter", ReplacementOps::slice)
        .op("aten::select_scatter", ReplacementOps::select);
  }
}
