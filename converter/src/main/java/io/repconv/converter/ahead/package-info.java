/** Work that is done on other threads before its result is asked for. */
@NullMarked
package io.repconv.converter.ahead;

import org.jspecify.annotations.NullMarked;
