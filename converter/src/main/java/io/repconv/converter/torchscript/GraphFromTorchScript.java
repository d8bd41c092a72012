package io.repconv.converter.torchscript;

import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.archive.FileKind;
import io.repconv.converter.torchscript.archive.FileRecognition;
import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.aten.InputProbe;
import io.repconv.converter.torchscript.program.Program;
import io.repconv.converter.torchscript.value.FixedSize;
import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a TorchScript archive, traced, scripted or frozen, as a graph.
 *
 * <p>Inputs for which no shape is given get {@code [N, C, H, W]} with C from the first operator
 * that reads them, and a size that the program holds as a number becomes that number, with a
 * notice. For inputs with a shape of the user's such a size is an error.
 */
public final class GraphFromTorchScript {
  private static final int MAX_ATTEMPTS = 16;

  private GraphFromTorchScript() {}

  /**
   * Reads a model.
   *
   * @throws RepconvException where the file is something else, damaged, or outside what is
   *     supported
   */
  public static ImportedModel read(Path path, List<InputShape> shapes) {
    FileKind kind = FileRecognition.recognise(path);
    if (kind != FileKind.TORCHSCRIPT) {
      OtherFiles.checkPickles(path, kind);
      throw OtherFiles.refusal(path, kind);
    }
    try (TorchArchive archive = TorchArchive.open(path)) {
      return read(Program.load(archive), shapes);
    }
  }

  private static ImportedModel read(Program program, List<InputShape> given) {
    Inputs inputs = Inputs.of(program, given);
    List<String> notices = new ArrayList<>();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        return new ImportedModel(new Evaluation(program).graph(inputs), List.copyOf(notices));
      } catch (InputProbe probe) {
        inputs = inputs.withChannels(probe.rank(), probe.channels());
      } catch (FixedSize fixed) {
        Optional<Inputs> bound = solve(inputs, fixed);
        inputs = bound.orElseThrow(fixed::refusal);
        notices.add(fixed.getMessage() + ": the input has that size");
      }
    }
    throw RepconvException.of(ErrorCode.FIXED_SIZE)
        .observed("sizes that the program holds as numbers and that do not fit together")
        .expected("the shape of the input")
        .fix("Give it with --input.")
        .build();
  }

  /**
   * The inputs with the one symbol of {@code a*S + b = number} replaced; empty where that is not
   * possible or not wanted.
   */
  private static Optional<Inputs> solve(Inputs inputs, FixedSize fixed) {
    if (fixed.size().symbols().size() != 1) {
      return Optional.empty();
    }
    String symbol = fixed.size().symbols().iterator().next();
    if (!inputs.isOpen(symbol)) {
      return Optional.empty();
    }
    for (long size = 1; size <= Inputs.LARGEST_SIZE; size++) {
      Dim candidate = Dim.of(size);
      if (fixed.size().substitute(name -> candidate).is(fixed.number())) {
        return Optional.of(inputs.bound(symbol, size));
      }
    }
    return Optional.empty();
  }
}
