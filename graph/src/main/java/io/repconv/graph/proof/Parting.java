package io.repconv.graph.proof;

/**
 * Where two graphs stop being the same: the first node of each, in topological order, that the
 * other has no counterpart of.
 *
 * @param original the node of the original, empty where each of its nodes has a counterpart
 * @param deployed the node of the deployed graph, empty likewise
 * @param reason what differs, as a sentence
 */
public record Parting(String original, String deployed, String reason) {}
