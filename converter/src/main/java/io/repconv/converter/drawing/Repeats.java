package io.repconv.converter.drawing;

import java.util.ArrayList;
import java.util.List;

/** Finds what is there several times in a row. */
final class Repeats {
  private static final int LONGEST = 48;

  /**
   * A stretch of a sequence.
   *
   * @param start where it starts
   * @param length how long one copy is
   * @param copies how often it is there in a row, 1 for a stretch without a repeat
   * @param body the parts of the first copy; empty where there is one copy
   */
  record Part(int start, int length, int copies, List<Part> body) {}

  private final int[] forms;
  private final int[] sizes;
  private final int least;

  /**
   * @param forms a number for each element, equal where two look the same
   * @param sizes what drawing each costs
   * @param least a repeat that saves less than this is drawn copy by copy
   */
  Repeats(int[] forms, int[] sizes, int least) {
    this.forms = forms;
    this.sizes = sizes;
    this.least = least;
  }

  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    split(0, forms.length, parts);
    return parts;
  }

  /** The repeat that saves the most, what is before it and what is behind it. */
  private void split(int from, int to, List<Part> parts) {
    Part best = null;
    int most = least - 1;
    for (int length = 1; length <= Math.min(LONGEST, (to - from) / 2); length++) {
      int equal = 0;
      for (int i = from + length; i < to; i++) {
        equal = forms[i] == forms[i - length] ? equal + 1 : 0;
        int copies = equal / length + 1;
        boolean ends = i + 1 == to || forms[i + 1] != forms[i + 1 - length];
        if (ends && copies > 1) {
          int start = i + 1 - copies * length;
          int saved = size(start, length) * (copies - 1);
          if (saved > most) {
            most = saved;
            best = new Part(start, length, copies, List.of());
          }
        }
      }
    }
    if (best == null) {
      if (from < to) {
        parts.add(new Part(from, to - from, 1, List.of()));
      }
      return;
    }
    int end = best.start() + best.length() * best.copies();
    split(from, best.start(), parts);
    List<Part> body = new ArrayList<>();
    split(best.start(), best.start() + best.length(), body);
    parts.add(new Part(best.start(), best.length(), best.copies(), body));
    split(end, to, parts);
  }

  private int size(int start, int length) {
    int size = 0;
    for (int i = start; i < start + length; i++) {
      size += sizes[i];
    }
    return size;
  }
}
