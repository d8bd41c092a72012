/**
 * Weights by name: readers of state dicts in every container they come in, the matching of their
 * names with those of an architecture, and the checkpoints that training writes.
 */
@NullMarked
package io.repconv.converter.checkpoint;

import org.jspecify.annotations.NullMarked;
