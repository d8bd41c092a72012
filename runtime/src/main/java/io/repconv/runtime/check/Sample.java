package io.repconv.runtime.check;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of all that could run it.
 *
 * @param sizes the numbers put for the open sizes, by symbol
 * @param input what the inputs held
 * @param comparisons of every output
 */
public record Sample(Map<String, Long> sizes, String input, List<Comparison> comparisons) {
  /** {@code noise 1 at N=2, H=32, W=64}. */
  public String description() {
    return sizes.isEmpty() ? input : input + " at " + describe(sizes);
  }

  static String describe(Map<String, Long> sizes) {
    return sizes.entrySet().stream()
        .map(size -> size.getKey() + "=" + size.getValue())
        .collect(Collectors.joining(", "));
  }
}
