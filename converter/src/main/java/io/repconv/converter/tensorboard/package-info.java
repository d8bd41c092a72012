/** Event files that TensorBoard shows. */
@NullMarked
package io.repconv.converter.tensorboard;

import org.jspecify.annotations.NullMarked;
