package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import java.util.List;

/** A graph after folding, what was folded and what was refused. */
public record FoldResult(Graph graph, List<Fold> folds, List<Refusal> refusals) {}
