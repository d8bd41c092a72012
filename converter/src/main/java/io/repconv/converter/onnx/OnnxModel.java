package io.repconv.converter.onnx;

import io.repconv.graph.Graph;

/** An ONNX file read: its graph, and what the file says beside it. */
public record OnnxModel(Graph graph, OnnxHeader header) {}
