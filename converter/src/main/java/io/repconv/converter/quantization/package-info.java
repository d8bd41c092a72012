/** What the weights of a network tell about its quantisation to 8 bits. */
@NullMarked
package io.repconv.converter.quantization;

import org.jspecify.annotations.NullMarked;
