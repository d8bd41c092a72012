package io.repconv.graph.text;

import io.repconv.graph.Graph;

/**
 * The text form of a graph: one line for each input, constant and node, in their order.
 *
 * <pre>
 * graph "net"
 * input %image: float[N, 3, H, W]
 * const %w: float[1, 3, 1, 1] = [0.5, -1.0, 2.0]
 * %c: float[N, 1, H, W] = Conv(%image, %w, _) {strides=[1, 1]} name "conv1" from "stem.conv"
 * %a: float[N, 1, H, W] = Relu(%c)
 * output %a
 * </pre>
 *
 * <p>{@code _} is an input that is left out. An integer vector whose elements are known has them in
 * braces behind its shape. Names that are not plain are quoted. Numbers are the shortest decimals
 * that give the same float; one with digits that float has no room for ends in {@code d}. Larger
 * constants are the base64 form of their little-endian bytes, rounded to their type. A node that is
 * carried unchanged is written as {@code opaque "domain" Name opset captures n (…)}.
 */
public final class GraphText {
  private GraphText() {}

  /** The text, ending in a line break. */
  public static String print(Graph graph) {
    return new TextWriter(graph).print();
  }

  /**
   * The graph. The types of modelled operators' outputs are inferred and may be left out.
   *
   * @throws IllegalArgumentException where the text is not one, or a type is not the inferred one;
   *     the message names the line
   */
  public static Graph parse(String text) {
    return new TextReader().parse(text);
  }
}
