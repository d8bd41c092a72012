/**
 * A reader of Python's pickle format that never executes: it makes plain records of what torch
 * stores, and refuses every global that is not on a list.
 */
@NullMarked
package io.repconv.converter.torchscript.pickle;

import org.jspecify.annotations.NullMarked;
