/**
 * Graphs as TorchScript: each node becomes a call of libtorch's own operator, so that autograd
 * differentiates what the graph computes. The inverse of the TorchScript importer.
 */
@NullMarked
package io.repconv.runtime.script;

import org.jspecify.annotations.NullMarked;
