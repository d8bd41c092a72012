/**
 * The zip container of torch's files, and recognising what a file is before anything of it is
 * believed.
 */
@NullMarked
package io.repconv.converter.torchscript.archive;

import org.jspecify.annotations.NullMarked;
