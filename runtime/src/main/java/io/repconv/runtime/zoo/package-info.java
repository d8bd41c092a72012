/**
 * Architectures: functions that make a network with upstream's parameter names. What is trained,
 * folded, verified and exported is one definition.
 */
@NullMarked
package io.repconv.runtime.zoo;

import org.jspecify.annotations.NullMarked;
