/** Measures the latency of models side by side. */
@NullMarked
package io.repconv.runtime.bench;

import org.jspecify.annotations.NullMarked;
