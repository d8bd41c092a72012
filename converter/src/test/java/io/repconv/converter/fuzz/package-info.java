/** Readers against input that nobody thought of. */
@NullMarked
package io.repconv.converter.fuzz;

import org.jspecify.annotations.NullMarked;
