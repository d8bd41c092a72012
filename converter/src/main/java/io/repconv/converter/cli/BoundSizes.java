package io.repconv.converter.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.cli.Option;

/** The option that puts numbers for open sizes, the same for every command that runs a model. */
final class BoundSizes {
  static final String NAME = "--bind";

  private BoundSizes() {}

  /**
   * The option.
   *
   * @param whose what uses the size
   */
  static Option option(String whose) {
    return Arguments.valueOption(
        "bind", "SYMBOL=N", "size that " + whose + " for an open one; can be repeated");
  }

  static Map<String, Long> of(Arguments arguments) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (String text : arguments.texts("bind")) {
      if (!text.matches("[A-Za-z_][A-Za-z0-9_]*=[1-9][0-9]{0,8}")) {
        throw Arguments.usage(NAME, "'" + text + "'", "SYMBOL=N with N from 1 to 999999999");
      }
      String symbol = text.substring(0, text.indexOf('='));
      if (sizes.put(symbol, Long.parseLong(text.substring(symbol.length() + 1))) != null) {
        throw Arguments.usage(NAME, "two sizes for " + symbol, "one");
      }
    }
    return sizes;
  }
}
