/**
 * What a network is trained on: examples, the order of an epoch, and batches made ahead of time.
 */
@NullMarked
package io.repconv.runtime.train.data;

import org.jspecify.annotations.NullMarked;
