package io.repconv.converter.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that is drawn: an operator, or a frame around others.
 *
 * <p>Boxes are compared by identity.
 */
final class Box {
  /** What a box stands for. */
  enum Kind {
    /** An input or an output of the network. */
    PORT,
    /** One operator. */
    OPERATOR,
    /** Several operators that are not drawn one by one. */
    CLOSED,
    /** A block that folds, its operators within. */
    FOLD,
    /** A part that is there several times in a row, drawn once. */
    REPEAT
  }

  private final Kind kind;
  private final String label;
  private final String title;
  private final int group;
  private final List<Box> children = new ArrayList<>();

  /**
   * @param label what is written in it
   * @param title what tells more of it
   * @param group the kind of fold it belongs to, -1 for none
   */
  Box(Kind kind, String label, String title, int group) {
    this.kind = kind;
    this.label = label;
    this.title = title;
    this.group = group;
  }

  Kind kind() {
    return kind;
  }

  String label() {
    return label;
  }

  String title() {
    return title;
  }

  int group() {
    return group;
  }

  List<Box> children() {
    return children;
  }

  boolean isFrame() {
    return !children.isEmpty();
  }

  /** The boxes that hold no others, in order. */
  Stream<Box> leaves() {
    return isFrame() ? children.stream().flatMap(Box::leaves) : Stream.of(this);
  }
}
