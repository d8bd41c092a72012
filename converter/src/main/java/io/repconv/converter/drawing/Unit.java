package io.repconv.converter.drawing;

import java.util.List;

/**
 * A part of a network that is drawn as a whole: a port, an operator, or a block that folds.
 *
 * @param kind what it is
 * @param group the kind of fold it belongs to, -1 for none
 * @param labels what is written on each of its operators
 * @param titles what tells more of each
 * @param inner the pairs of its operators of which the second reads the first
 */
record Unit(Box.Kind kind, int group, List<String> labels, List<String> titles, List<Arrow> inner) {
  /** From one thing to another, by their numbers. */
  record Arrow(int from, int to) {}

  /** Two units of the same form look the same when they are drawn. */
  record Form(Box.Kind kind, int group, List<String> labels, List<Arrow> inner) {}

  Form form() {
    return new Form(kind, group, labels, inner);
  }

  int size() {
    return labels.size();
  }
}
