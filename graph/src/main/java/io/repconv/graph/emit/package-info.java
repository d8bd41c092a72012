/** Making graphs from programs: nodes by ONNX's names, sizes as constants or as nodes. */
@NullMarked
package io.repconv.graph.emit;

import org.jspecify.annotations.NullMarked;
