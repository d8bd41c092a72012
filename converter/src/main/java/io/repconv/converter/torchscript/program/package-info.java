/** A loaded TorchScript program: its module tree, its code and its constants. */
@NullMarked
package io.repconv.converter.torchscript.program;

import org.jspecify.annotations.NullMarked;
