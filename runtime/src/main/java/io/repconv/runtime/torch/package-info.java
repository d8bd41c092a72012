/** Executes TorchScript archives with libtorch, through DJL. Nothing else touches DJL. */
@NullMarked
package io.repconv.runtime.torch;

import org.jspecify.annotations.NullMarked;
