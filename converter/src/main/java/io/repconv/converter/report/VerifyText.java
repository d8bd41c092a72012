package io.repconv.converter.report;

import io.repconv.converter.Verification;

/** What {@code repconv verify} prints for a person. */
public final class VerifyText {
  private VerifyText() {}

  public static String of(Verification verification, int columns, boolean color) {
    Page page = new Page(columns, color);
    NetworkText network = new NetworkText(page, Integer.MAX_VALUE);
    network.model("original", verification.original());
    network.model("deployed", verification.deployed());
    CheckText text = new CheckText(page);
    text.check(verification.check());
    verification.tensorCores().ifPresent(text::tensorCores);
    return page.toString();
  }
}
