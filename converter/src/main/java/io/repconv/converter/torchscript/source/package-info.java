/** The Python subset in which TorchScript archives keep their code: tokens, syntax tree, parser. */
@NullMarked
package io.repconv.converter.torchscript.source;

import org.jspecify.annotations.NullMarked;
