/** The command line. */
@NullMarked
package io.repconv.converter.cli;

import org.jspecify.annotations.NullMarked;
