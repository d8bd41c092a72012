/**
 * Training: networks run by libtorch with gradients, losses, optimizers, schedules, and the loop
 * over epochs.
 */
@NullMarked
package io.repconv.runtime.train;

import org.jspecify.annotations.NullMarked;
