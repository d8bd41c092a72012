"""Makes an ONNX model with 6 GB of external data: large_model.py OUT_DIR

A chain of RepVGG blocks (3x3-BN, 1x1-BN, identity-BN, two sums, ReLU) of 2048 channels.
"""
import os
import sys

import numpy
import onnx
from onnx import TensorProto, helper

CHANNELS = 2048
BLOCKS = 36


class Data:
    """A file of weights; random numbers are drawn once and used again, which nobody who folds can tell."""

    def __init__(self, path):
        self.name = os.path.basename(path)
        self.file = open(path, "wb")
        self.numbers = numpy.random.Generator(numpy.random.PCG64(1)).uniform(0.5, 1.5, 1 << 22).astype(numpy.float32)
        self.tensors = []

    def add(self, name, shape, scale):
        offset = self.file.tell()
        count = int(numpy.prod(shape))
        left = count
        while left > 0:
            step = min(left, self.numbers.size)
            self.file.write((self.numbers[:step] * scale).tobytes())
            left -= step
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", self.name), ("offset", str(offset)), ("length", str(4 * count))):
            tensor.external_data.add(key=key, value=value)
        self.tensors.append(tensor)
        return name


def norm(data, name, x):
    parameters = [data.add(f"{name}.{p}", [CHANNELS], numpy.float32(1)) for p in ("scale", "bias", "mean", "var")]
    return helper.make_node("BatchNormalization", [x, *parameters], [name], name)


def conv(data, name, x, kernel):
    weight = data.add(name + ".weight", [CHANNELS, CHANNELS, kernel, kernel], numpy.float32(1e-3))
    return helper.make_node("Conv", [x, weight], [name], name, kernel_shape=[kernel] * 2, pads=[kernel // 2] * 4)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    data = Data(os.path.join(folder, "large.weights"))
    nodes, x = [], "image"
    for k in range(BLOCKS):
        b = f"block{k}."
        nodes += [conv(data, b + "conv3", x, 3), norm(data, b + "norm3", b + "conv3")]
        nodes += [conv(data, b + "conv1", x, 1), norm(data, b + "norm1", b + "conv1"), norm(data, b + "norm0", x)]
        nodes += [helper.make_node("Add", [b + "norm3", b + "norm1"], [b + "two"], b + "two")]
        nodes += [helper.make_node("Add", [b + "two", b + "norm0"], [b + "three"], b + "three")]
        nodes += [helper.make_node("Relu", [b + "three"], [b + "relu"], b + "relu")]
        x = b + "relu"
    data.file.close()
    shape = ["N", CHANNELS, "H", "W"]
    graph = helper.make_graph(
        nodes,
        "large",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, shape)],
        data.tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    with open(os.path.join(folder, "large.onnx"), "wb") as file:
        file.write(model.SerializeToString())


if __name__ == "__main__":
    main(sys.argv[1])
