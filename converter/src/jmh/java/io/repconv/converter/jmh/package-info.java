/** What folding, importing and interpreting cost, each on its own: {@code mvn -P jmh}. */
@NullMarked
package io.repconv.converter.jmh;

import org.jspecify.annotations.NullMarked;
