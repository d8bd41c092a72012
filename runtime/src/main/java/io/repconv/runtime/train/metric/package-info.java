/** How good a trained network is. */
@NullMarked
package io.repconv.runtime.train.metric;

import org.jspecify.annotations.NullMarked;
