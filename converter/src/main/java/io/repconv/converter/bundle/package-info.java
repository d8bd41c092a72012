/** What an export hands over to those who deploy it: written, and replayed. */
@NullMarked
package io.repconv.converter.bundle;

import org.jspecify.annotations.NullMarked;
