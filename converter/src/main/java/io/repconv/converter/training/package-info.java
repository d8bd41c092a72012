/** The configuration of a training, read from a JSON file. */
@NullMarked
package io.repconv.converter.training;

import org.jspecify.annotations.NullMarked;
