package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.aten.AtenCall;
import io.repconv.converter.torchscript.aten.AtenTable;
import io.repconv.converter.torchscript.aten.Lowering;
import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.Place;
import io.repconv.converter.torchscript.value.UndecidedSize;
import io.repconv.converter.torchscript.value.Unknown;
import io.repconv.graph.RepconvException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls operators by name. One that is not supported is noted and has the result {@link Unknown},
 * as has everything computed from it, so that all of them are reported at once.
 */
public final class OperatorCalls {
  private final AtenTable table;
  private final Emitter emitter;
  private final UnsupportedOperators unsupported = new UnsupportedOperators();

  public OperatorCalls(AtenTable table, Emitter emitter) {
    this.table = table;
    this.emitter = emitter;
  }

  /**
   * Calls an operator.
   *
   * @param name such as {@code aten::conv2d}
   */
  public @Nullable Object call(
      String name,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> keywords,
      Place place) {
    emitter.moveTo(place);
    Lowering lowering = table.find(name);
    if (lowering == null) {
      unsupported.add(name, place);
      return Unknown.VALUE;
    }
    if (isUnknown(arguments) || isUnknown(keywords.values())) {
      return Unknown.VALUE;
    }
    String shortName = name.substring(name.indexOf(':') + 2);
    try {
      return lowering.lower(new AtenCall(shortName, arguments, keywords, emitter));
    } catch (UndecidedSize e) {
      throw e.at(place + " (" + name + ")");
    } catch (ArithmeticException | IndexOutOfBoundsException e) {
      throw Builtins.unsupported(place, name + ": " + e.getMessage(), "numbers within bounds");
    }
  }

  private static boolean isUnknown(Collection<?> arguments) {
    for (Object argument : arguments) {
      if (argument == Unknown.VALUE
          || (argument instanceof List<?> list && list.contains(Unknown.VALUE))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Ends the evaluation.
   *
   * @throws RepconvException UNSUPPORTED_OPERATOR with all unsupported operators that were called
   */
  public void requireSupported() {
    if (!unsupported.isEmpty()) {
      throw unsupported.report();
    }
  }

  /** The error where the evaluation cannot go on without the result of an unsupported operator. */
  RepconvException report() {
    return unsupported.report();
  }
}
