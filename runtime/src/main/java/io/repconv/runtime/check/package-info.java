/** Checks a deployed model against the original and against float64. */
@NullMarked
package io.repconv.runtime.check;

import org.jspecify.annotations.NullMarked;
