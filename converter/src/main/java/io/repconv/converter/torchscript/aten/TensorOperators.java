package io.repconv.converter.torchscript.aten;

import io.repconv.graph.ElementType;
import org.jspecify.annotations.Nullable;

/** What moves, selects, makes and overwrites elements. */
final class TensorOperators {
  private TensorOperators() {}

  /** The lowering of an operator of these, null where it is none. */
  static @Nullable Lowering find(String name) {
    Lowering found = views(name);
    found = found == null ? joins(name) : found;
    found = found == null ? selections(name) : found;
    found = found == null ? creations(name) : found;
    return found == null ? inPlace(name) : found;
  }

  private static @Nullable Lowering views(String name) {
    return switch (name) {
      case "aten::slice" -> ViewOps::slice;
      case "aten::narrow" -> ViewOps::narrow;
      case "aten::select" -> ViewOps::select;
      case "aten::unbind" -> ViewOps::unbind;
      case "aten::chunk" -> ViewOps::chunk;
      case "aten::split", "aten::split_with_sizes" -> ViewOps::split;
      case "aten::unsqueeze" -> ViewOps::unsqueeze;
      case "aten::squeeze" -> ViewOps::squeeze;
      case "aten::permute" -> ViewOps::permute;
      case "aten::transpose", "aten::swapaxes" -> ViewOps::transpose;
      case "aten::movedim" -> ViewOps::moveAxes;
      case "aten::t", "aten::numpy_T" -> ViewOps::matrixTranspose;
      case "aten::view", "aten::_unsafe_view", "aten::reshape" -> ViewOps::view;
      case "aten::view_as", "aten::reshape_as" -> ViewOps::viewAs;
      case "aten::flatten" -> ViewOps::flatten;
      case "aten::unflatten" -> ViewOps::unflatten;
      case "aten::expand" -> ViewOps::expand;
      case "aten::expand_as" -> ViewOps::expandAs;
      case "aten::contiguous" -> ViewOps::contiguous;
      case "aten::clone" -> ViewOps::copy;
      case "aten::detach",
          "aten::alias",
          "aten::lift_fresh",
          "aten::requires_grad_",
          "aten::cpu",
          "aten::cuda" ->
          ViewOps::itself;
      default -> null;
    };
  }

  private static @Nullable Lowering joins(String name) {
    return switch (name) {
      case "aten::cat", "aten::concat" -> JoinOps::cat;
      case "aten::stack" -> JoinOps::stack;
      case "aten::roll" -> JoinOps::roll;
      case "aten::repeat" -> JoinOps::repeat;
      case "aten::flip" -> JoinOps::flip;
      case "aten::repeat_interleave" -> JoinOps::repeatInterleave;
      case "aten::meshgrid" -> JoinOps::meshgrid;
      case "aten::pixel_shuffle" -> PatchOps::pixelShuffle;
      case "aten::pixel_unshuffle" -> PatchOps::pixelUnshuffle;
      case "aten::im2col" -> PatchOps::imageToColumns;
      case "aten::channel_shuffle" -> PatchOps::channelShuffle;
      default -> null;
    };
  }

  private static @Nullable Lowering selections(String name) {
    return switch (name) {
      case "aten::where" -> SelectionOps::where;
      case "aten::masked_fill" -> SelectionOps::maskedFill;
      case "aten::embedding" -> SelectionOps::embedding;
      case "aten::index_select" -> SelectionOps::indexSelect;
      case "aten::gather" -> SelectionOps::gather;
      case "aten::index", "aten::_unsafe_index" -> IndexOps::index;
      case "aten::topk" -> SelectionOps::topk;
      case "aten::to" -> SelectionOps::to;
      case "aten::type_as" -> SelectionOps::typeAs;
      case "aten::_cast_Float" -> SelectionOps.castTo(ElementType.FLOAT);
      case "aten::triu" -> SelectionOps.triangle(true);
      case "aten::tril" -> SelectionOps.triangle(false);
      case "aten::broadcast_tensors" -> SelectionOps::broadcast;
      default -> null;
    };
  }

  private static @Nullable Lowering creations(String name) {
    return switch (name) {
      case "aten::zeros", "aten::empty" -> CreationOps.constant(0);
      case "aten::ones" -> CreationOps.constant(1);
      case "aten::zeros_like", "aten::empty_like" -> CreationOps.constantLike(0);
      case "aten::ones_like" -> CreationOps.constantLike(1);
      case "aten::new_zeros", "aten::new_empty" -> CreationOps.newConstant(0);
      case "aten::new_ones" -> CreationOps.newConstant(1);
      case "aten::full" -> CreationOps::full;
      case "aten::full_like" -> CreationOps::fullLike;
      case "aten::new_full" -> CreationOps::newFull;
      case "aten::arange" -> CreationOps::arange;
      case "aten::linspace" -> CreationOps::linspace;
      case "aten::tensor", "aten::scalar_tensor" -> CreationOps::tensor;
      default -> null;
    };
  }

  private static @Nullable Lowering inPlace(String name) {
    return switch (name) {
      case "aten::copy_" -> InPlaceOps::copy;
      case "aten::fill_" -> InPlaceOps::fill;
      case "aten::zero_" -> InPlaceOps::zero;
      case "aten::copy" -> ReplacementOps::copy;
      case "aten::fill" -> ReplacementOps::fill;
      case "aten::slice_scatter" -> ReplacementOps::slice;
      case "aten::select_scatter" -> ReplacementOps::select;
      default -> null;
    };
  }
}
