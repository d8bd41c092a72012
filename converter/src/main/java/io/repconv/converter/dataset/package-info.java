/** Data sets in their published layouts, read from files and augmented. */
@NullMarked
package io.repconv.converter.dataset;

import org.jspecify.annotations.NullMarked;
