/** Files as bytes: mapped to be read, staged to be replaced in one step. */
@NullMarked
package io.repconv.converter.file;

import org.jspecify.annotations.NullMarked;
