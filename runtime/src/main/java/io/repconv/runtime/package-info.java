/** Runs models: ONNX Runtime sessions, libtorch through DJL, and the verification built on both. */
@NullMarked
package io.repconv.runtime;

import org.jspecify.annotations.NullMarked;
