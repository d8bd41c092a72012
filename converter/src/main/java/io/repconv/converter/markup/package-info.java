/** HTML, SVG and XML in which nothing is markup by accident. */
@NullMarked
package io.repconv.converter.markup;

import org.jspecify.annotations.NullMarked;
