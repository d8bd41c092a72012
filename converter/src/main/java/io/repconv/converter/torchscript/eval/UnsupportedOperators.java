package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.value.Place;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The unsupported operators that a program called, each with the first places. */
final class UnsupportedOperators {
  private static final int SHOWN_PLACES = 3;

  private final Map<String, List<String>> places = new LinkedHashMap<>();

  void add(String name, Place place) {
    places.computeIfAbsent(name, n -> new ArrayList<>()).add(place.toString());
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** One error that names them all. */
  RepconvException report() {
    StringBuilder text =
        new StringBuilder(places.size() == 1 ? "an operator" : places.size() + " operators");
    text.append(" that repconv does not support");
    places.forEach(
        (name, where) -> {
          text.append("\n    ").append(name).append(" at ");
          text.append(String.join("; ", where.subList(0, Math.min(SHOWN_PLACES, where.size()))));
          int more = where.size() - SHOWN_PLACES;
          text.append(more > 0 ? " and " + more + " more places" : "");
        });
    return RepconvException.of(ErrorCode.UNSUPPORTED_OPERATOR)
        .observed(text.toString())
        .why("Everything else of the model was understood.")
        .fix("Export the part of the model without them, or report the operators.")
        .build();
  }
}
