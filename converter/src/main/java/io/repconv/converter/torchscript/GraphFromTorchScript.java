package io.repconv.converter.torchscript;

import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.archive.FileRecognition;
import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.aten.InputProbe;
import io.repconv.converter.torchscript.program.Program;
import io.repconv.converter.torchscript.value.FixedSize;
import io.repconv.converter.torchscript.value.LiftedSize;
import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a TorchScript archive, traced, scripted or frozen, as a graph.
 *
 * <p>Inputs for which no shape is given get {@code [N, C, H, W]} with C from the first operator
 * that reads them, and a size that the program holds as a number becomes that number, with a
 * notice. For inputs with a shape of the user's such a size is an error.
 */
public final class GraphFromTorchScript {
  private static final int MAX_ATTEMPTS = 16;

  /** Sizes up to this one are tried where a trace fixed a size. */
  private static final long LARGEST_SIZE = 4096;

  private GraphFromTorchScript() {}

  /**
   * Reads a model from what {@link FileRecognition} takes for one.
   *
   * @throws RepconvException where the file is damaged or outside what is supported
   */
  public static ImportedModel read(Path path, List<InputShape> shapes) {
    return TorchArchive.read(path, archive -> read(Program.load(archive), shapes));
  }

  private static ImportedModel read(Program program, List<InputShape> given) {
    Inputs inputs = Inputs.of(program, given);
    List<String> notices = new ArrayList<>();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        return imported(program, inputs, new Evaluation(program).run(inputs), notices);
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

  private static ImportedModel imported(
      Program program, Inputs inputs, Evaluation.Result result, List<String> notices) {
    Map<String, Long> seen = new TreeMap<>(inputs.seen(program));
    Set<Dim> equations = new HashSet<>();
    for (LiftedSize lifted : result.lifted()) {
      FixedSize fixed = lifted.fixed();
      if (equations.add(fixed.size().plus(-fixed.number()))) {
        solve(fixed).ifPresent(size -> seen.put(fixed.size().symbols().iterator().next(), size));
      }
    }
    List<String> all = new ArrayList<>(notices);
    if (!result.lifted().isEmpty()) {
      all.add(
          "the trace holds sizes of its example in %d places; they are left open as long as no result depends on them"
              .formatted(result.lifted().size()));
    }
    return new ImportedModel(result.graph(), List.copyOf(all), Map.copyOf(seen), result.lifted());
  }

  /**
   * The inputs with the one symbol of {@code a*S + b = number} replaced; empty where nobody may.
   */
  private static Optional<Inputs> solve(Inputs inputs, FixedSize fixed) {
    return solve(fixed)
        .flatMap(
            size -> {
              String symbol = fixed.size().symbols().iterator().next();
              return inputs.isOpen(symbol)
                  ? Optional.of(inputs.bound(symbol, size))
                  : Optional.empty();
            });
  }

  /** The size for which an expression with one symbol is the number that the program holds. */
  private static Optional<Long> solve(FixedSize fixed) {
    Set<String> symbols = fixed.size().symbols();
    if (symbols.size() != 1) {
      return Optional.empty();
    }
    String symbol = symbols.iterator().next();
    for (long size = 1; size <= LARGEST_SIZE; size++) {
      if (fixed.size().evaluate(Map.of(symbol, size)) == fixed.number()) {
        return Optional.of(size);
      }
    }
    return Optional.empty();
  }
}
