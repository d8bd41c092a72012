"""Makes chains of RepVGG blocks of four channels as ONNX models: growth.py OUT_DIR

chain-1000.onnx, chain-10000.onnx and chain-100000.onnx are named after their count of nodes.
"""
import os
import sys

import numpy
from onnx import helper, numpy_helper

CHANNELS = 4
NODES_A_BLOCK = 8


def chain(blocks):
    random = numpy.random.Generator(numpy.random.PCG64(1))
    nodes, constants, x = [], [], "image"

    def constant(name, *shape):
        constants.append(numpy_helper.from_array(random.uniform(0.5, 1.5, shape).astype(numpy.float32), name))
        return name

    def norm(name, y):
        inputs = [y, *(constant(f"{name}.{p}", CHANNELS) for p in ("scale", "bias", "mean", "var"))]
        nodes.append(helper.make_node("BatchNormalization", inputs, [name], name))
        return name

    def conv(name, y, kernel):
        weight = constant(name + ".weight", CHANNELS, CHANNELS, kernel, kernel)
        nodes.append(helper.make_node("Conv", [y, weight], [name], name, kernel_shape=[kernel] * 2, pads=[kernel // 2] * 4))
        return name

    def add(name, a, b):
        nodes.append(helper.make_node("Add", [a, b], [name], name))
        return name

    for k in range(blocks):
        b = f"block{k}."
        two = add(b + "two", norm(b + "norm3", conv(b + "conv3", x, 3)), norm(b + "norm1", conv(b + "conv1", x, 1)))
        three = add(b + "three", two, norm(b + "norm0", x))
        nodes.append(helper.make_node("Relu", [three], [b + "relu"], b + "relu"))
        x = b + "relu"
    shape = ["N", CHANNELS, "H", "W"]
    graph = helper.make_graph(
        nodes,
        "chain",
        [helper.make_tensor_value_info("image", 1, shape)],
        [helper.make_tensor_value_info(x, 1, shape)],
        constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for count in (1_000, 10_000, 100_000):
        with open(os.path.join(folder, f"chain-{count}.onnx"), "wb") as file:
            file.write(chain(count // NODES_A_BLOCK).SerializeToString())


if __name__ == "__main__":
    main(sys.argv[1])
