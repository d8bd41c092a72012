package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Dim;

/**
 * Finds the channels of an input whose shape was not given: the first operator that reads the input
 * and needs a number of channels tells it, by ending the evaluation, which then begins again.
 */
public final class InputProbe extends RuntimeException {
  /** The symbol that stands for channels that are not known yet. */
  public static final String CHANNELS = "unknown_channels";

  private static final long serialVersionUID = 1;

  private final long channels;
  private final int rank;

  private InputProbe(long channels, int rank) {
    super(null, null, false, false);
    this.channels = channels;
    this.rank = rank;
  }

  @Override
  public String getMessage() {
    return "the input has " + channels + " channels and rank " + rank;
  }

  public long channels() {
    return channels;
  }

  public int rank() {
    return rank;
  }

  /** Ends the evaluation where the tensor's channels are those that are looked for. */
  static void channels(TorchTensor tensor, Dim expected, int rank, AtenCall call) {
    boolean asked = tensor.shape().symbols().contains(CHANNELS);
    if (asked && expected.isConstant()) {
      if (!tensor.shape().dims().contains(Dim.symbol(CHANNELS))) {
        throw call.unknownSize(
            "the input's channels reach this operator in the shape " + tensor.shape(),
            "a known number");
      }
      throw new InputProbe(expected.value(), rank);
    }
  }
}
