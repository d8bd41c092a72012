package io.repconv.converter.torchscript.program;

import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.pickle.PickledObject;
import io.repconv.converter.torchscript.pickle.TorchGlobals;
import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.pickle.Unpickler;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript archive, unpickled: nothing of it has been evaluated.
 *
 * @param model the saved module
 * @param constants what {@code CONSTANTS.c0}, {@code CONSTANTS.c1}, … stand for
 * @param tracedInputs what torch 2 keeps of the inputs a trace was made with, else null
 */
public record Program(
    PickledObject model,
    List<@Nullable Object> constants,
    @Nullable Object tracedInputs,
    Code code,
    TensorReader tensors) {

  /**
   * Reads all pickles of an archive; every global of theirs is checked before anything is looked
   * up.
   */
  public static Program load(TorchArchive archive) {
    Code code = new Code(archive);
    Object model = unpickle(archive, "data.pkl");
    Object constants = unpickle(archive, "constants.pkl");
    Object inputs =
        archive.has("traced_inputs.pkl") ? unpickle(archive, "traced_inputs.pkl") : null;
    if (!(model instanceof PickledObject module)) {
      throw malformed(archive, "data.pkl", "something else than a module");
    }
    if (!(constants instanceof Tuple tuple)) {
      throw malformed(archive, "constants.pkl", "something else than a tuple");
    }
    return new Program(module, tuple.items(), inputs, code, new TensorReader(archive));
  }

  private static @Nullable Object unpickle(TorchArchive archive, String entry) {
    return Unpickler.unpickle(
        archive.path() + ", " + entry, archive.bytes(entry), TorchGlobals::ofArchive);
  }

  private static RepconvException malformed(TorchArchive archive, String entry, String observed) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(archive.path() + ", " + entry)
        .observed(observed)
        .expected("what torch.jit.save writes")
        .build();
  }
}
