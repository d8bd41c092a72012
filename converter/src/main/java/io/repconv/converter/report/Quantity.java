package io.repconv.converter.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Quantity {
  private static final String[] FACTORS = {"", " k", " M", " G", " T", " P"};
  private static final String[] BYTES = {" B", " KiB", " MiB", " GiB", " TiB"};

  private Quantity() {}

  /** Three digits: {@code 912}, {@code 9.11 M}. */
  static String count(long number) {
    return scaled((double) number, 1000, FACTORS, number < 10_000 && number > -10_000);
  }

  static String bytes(long number) {
    return scaled((double) number, 1024, BYTES, number < 1024);
  }

  private static String scaled(double number, int step, String[] units, boolean whole) {
    if (whole) {
      return "%.0f%s".formatted(number, units[0]);
    }
    double value = number;
    int unit = 0;
    while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
      value /= step;
      unit++;
    }
    int decimals = Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f%s", value, units[unit]);
  }

  /** {@code 0.12 s}, {@code 95 s}. */
  static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 9.995 ? "%.2f s" : "%.0f s", seconds);
  }

  /** {@code 3.1e-07}; 0 stays {@code 0}. */
  static String error(double error) {
    return error == 0 ? "0" : String.format(Locale.ROOT, "%.1e", error);
  }

  /** {@code 1 block}, {@code 3 blocks}. */
  static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
