package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Padding. PyTorch lists pads from the last axis to the first, in pairs. */
final class PadOps {
  private static final Map<String, String> MODES =
      Map.of("constant", "constant", "reflect", "reflect", "replicate", "edge", "circular", "wrap");

  private PadOps() {}

  /** {@code pad(self, pad, mode, value)}. */
  static Object pad(AtenCall call) {
    String mode = call.text(2, "mode", "constant");
    String known = MODES.get(mode);
    if (known == null) {
      throw call.wrong("mode", mode, "one of " + MODES.keySet());
    }
    return padded(call, known, call.real(3, "value", 0));
  }

  /** {@code constant_pad_nd(self, pad, value)}. */
  static Object constant(AtenCall call) {
    return padded(call, "constant", call.real(2, "value", 0));
  }

  /** reflection_padNd and replication_padNd. */
  static Lowering mode(String mode) {
    return call -> padded(call, mode, 0);
  }

  private static Object padded(AtenCall call, String mode, double value) {
    TorchTensor x = call.tensor(0, "self");
    List<Dim> given = call.sizes(1, "pad");
    int rank = x.rank();
    if (given.size() % 2 != 0 || given.size() > 2 * rank) {
      throw call.wrong("pad", given.toString(), "pairs for the axes of " + x.shape());
    }
    if (given.stream().allMatch(pad -> pad.is(0))) {
      return call.result(x.value());
    }
    List<Dim> pads = new ArrayList<>(Collections.nCopies(2 * rank, Dim.of(0)));
    for (int pair = 0; pair < given.size() / 2; pair++) {
      pads.set(rank - 1 - pair, given.get(2 * pair));
      pads.set(2 * rank - 1 - pair, given.get(2 * pair + 1));
    }
    Attributes attributes = Attributes.NONE.with("mode", mode);
    Value sizes = call.emitter().vector(pads);
    if (!mode.equals("constant") || value == 0) {
      return call.result(call.emit("Pad", attributes, x.value(), sizes));
    }
    Value fill = new Operands(call.emitter()).number(value, x.type());
    return call.result(call.emit("Pad", attributes, x.value(), sizes, fill));
  }
}
