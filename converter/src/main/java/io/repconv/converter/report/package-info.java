/** What the command line prints: text for people, JSON for programs. */
@NullMarked
package io.repconv.converter.report;

import org.jspecify.annotations.NullMarked;
