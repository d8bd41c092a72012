package io.repconv.graph.fold;

/**
 * One step of a derivation.
 *
 * @param node the node it happened at, as messages call it
 * @param detail numbers worth knowing: the kernel's size, a border's proof and its bound; possibly
 *     empty
 */
public record Step(Rewrite rewrite, String node, String detail) {}
