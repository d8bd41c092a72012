package io.repconv.converter.torchscript.aten;

import io.repconv.graph.Attributes;
import java.util.List;

/** Images sampled at positions that a tensor gives. */
final class SamplingOps {
  private static final List<String> MODES = List.of("linear", "nearest");
  private static final List<String> PADDINGS = List.of("zeros", "border", "reflection");

  private SamplingOps() {}

  /**
   * {@code grid_sampler(input, grid, interpolation_mode, padding_mode, align_corners)} of two
   * spatial axes.
   */
  static Object gridSample(AtenCall call) {
    if (call.tensor(0, "input").rank() != 4) {
      throw call.wrong("input", call.argument(0, "input"), "a tensor of rank 4");
    }
    Attributes attributes =
        Attributes.NONE
            .with("mode", choice(call, 2, "interpolation_mode", MODES))
            .with("padding_mode", choice(call, 3, "padding_mode", PADDINGS))
            .with("align_corners", call.flag(4, "align_corners", false));
    return call.result(
        call.emit(
            "GridSample",
            attributes,
            call.tensor(0, "input").value(),
            call.tensor(1, "grid").value()));
  }

  private static String choice(AtenCall call, int index, String argument, List<String> names) {
    long number = call.integer(index, argument);
    if (number < 0 || number >= names.size()) {
      throw call.wrong(argument, number, "one of " + names);
    }
    return names.get((int) number);
  }
}
