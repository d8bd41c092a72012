/**
 * Brings nodes of older ONNX opsets into the form of {@link io.repconv.graph.Op#VOCABULARY}: a file
 * a family, {@link io.repconv.converter.onnx.upgrade.Upgrades} the one list.
 */
@NullMarked
package io.repconv.converter.onnx.upgrade;

import org.jspecify.annotations.NullMarked;
