package io.repconv.converter.drawing;

import io.repconv.converter.drawing.Layout.Point;
import io.repconv.converter.drawing.Layout.Rectangle;
import io.repconv.converter.markup.Markup;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * The picture of a network as SVG. It has no colors of its own: boxes are of the classes {@code
 * port}, {@code operator}, {@code closed}, {@code fold} and {@code repeat}, those of a kind of fold
 * also of {@code group0} to {@code group5}. A picture that a phone can show whole is {@code
 * narrow}.
 */
public final class Picture {
  private static final int LONGEST = 26;
  private static final int GROUPS = 6;

  /** What is no wider can be read when it is made to fit the screen of a phone. */
  private static final double NARROW = 480;

  private Picture() {}

  /**
   * Draws a network.
   *
   * @param label what is written on an operator
   * @param block the number of the block that a node belongs to, -1 for none
   * @param group the kind of fold of a block, from 0
   * @param name what the picture shows, for those who cannot see it
   */
  public static void draw(
      Markup svg,
      Graph graph,
      Function<Node, String> label,
      ToIntFunction<Node> block,
      IntUnaryOperator group,
      String name) {
    Layout layout = Layout.of(Diagram.of(Network.of(graph, label, block, group)));
    String width = number(layout.width());
    String height = number(layout.height());
    svg.open(
            "svg",
            "class",
            layout.width() <= NARROW ? "network narrow" : "network",
            "viewBox",
            "0 0 " + width + " " + height,
            "width",
            width,
            "height",
            height,
            "role",
            "img",
            "aria-label",
            name)
        .line();
    layout.boxes().forEach((box, place) -> frame(svg, box, place));
    layout.lines().forEach(line -> svg.empty("path", "class", "line", "d", path(line)).line());
    layout.boxes().forEach((box, place) -> box(svg, box, place));
    svg.close(1);
  }

  /** The letter that a kind of fold has in pictures and tables. */
  public static String letter(int group) {
    int last = group % 26;
    return (group >= 26 ? letter(group / 26 - 1) : "") + (char) ('A' + last);
  }

  /** The class that colors a kind of fold. */
  public static String color(int group) {
    return "group" + group % GROUPS;
  }

  static String shown(Box box) {
    String label = box.label();
    if (box.kind() == Box.Kind.CLOSED && box.group() >= 0) {
      label = letter(box.group()) + ": " + label;
    }
    return label.length() <= LONGEST ? label : label.substring(0, LONGEST - 1) + "\u2026";
  }

  private static void frame(Markup svg, Box box, Rectangle place) {
    if (!box.isFrame()) {
      return;
    }
    svg.open("g", "class", classes(box));
    rectangle(svg, place, "6");
    String label = box.kind() == Box.Kind.FOLD ? letter(box.group()) : box.label();
    svg.element("text", label, "x", number(place.x() + 7), "y", number(place.y() + 14));
    svg.close(1);
  }

  private static void box(Markup svg, Box box, Rectangle place) {
    if (box.isFrame()) {
      return;
    }
    svg.open("g", "class", classes(box));
    svg.element("title", box.title());
    rectangle(svg, place, box.kind() == Box.Kind.PORT ? "12" : "4");
    svg.element(
        "text",
        shown(box),
        "x",
        number(place.x() + place.width() / 2),
        "y",
        number(place.y() + place.height() / 2 + 4),
        "text-anchor",
        "middle");
    svg.close(1);
  }

  private static void rectangle(Markup svg, Rectangle place, String radius) {
    svg.empty(
        "rect",
        "x",
        number(place.x()),
        "y",
        number(place.y()),
        "width",
        number(place.width()),
        "height",
        number(place.height()),
        "rx",
        radius);
  }

  private static String classes(Box box) {
    String kind = box.kind().name().toLowerCase(Locale.ROOT);
    return box.group() >= 0 ? kind + " " + color(box.group()) : kind;
  }

  /** The line, with the head of an arrow at its end, which always points down. */
  private static String path(List<Point> corners) {
    StringBuilder path = new StringBuilder();
    for (Point corner : corners) {
      path.append(path.isEmpty() ? "M" : "L");
      path.append(number(corner.x())).append(' ').append(number(corner.y()));
    }
    return path.append("m-3 -5l3 5l3 -5").toString();
  }

  private static String number(double number) {
    String text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
