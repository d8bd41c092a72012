/** What a user says of a model's inputs. */
@NullMarked
package io.repconv.converter.input;

import org.jspecify.annotations.NullMarked;
