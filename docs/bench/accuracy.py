"""How far folded kernels are from the fold in float64: accuracy.py MODELS_DIR EXPORTS_DIR [NAME...]

Compares, over all kernels that are folds, the authors' fold in float32 (deploy.py) and what repconv wrote (EXPORTS_DIR/NAME.onnx of
MODELS_DIR/NAME.pt) with deploy.py run in float64: the Frobenius norm of all differences over that of all kernels.
"""
import copy
import os
import sys

import numpy
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from models import MODELS
from deploy import switch_to_deploy


def kernels(model):
    return [m.weight.detach().double().numpy() for m in model.modules() if isinstance(m, nn.Conv2d)]


def exported(path):
    graph = onnx.load(path).graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    return [numpy_helper.to_array(constants[node.input[1]]).astype(numpy.float64) for node in graph.node if node.op_type == "Conv"]


def match(ours, exact):
    """The written kernel for each exact one: the nearest of its shape, whatever the order of the nodes."""
    found = []
    for kernel in exact:
        same = [k for k in ours if k.shape == kernel.shape]
        found.append(min(same, key=lambda k: float(numpy.linalg.norm(k - kernel))))
    return found


def error(kernels_, exact):
    off = sum(float(numpy.sum((k - e) ** 2)) for k, e in zip(kernels_, exact))
    return (off / sum(float(numpy.sum(e**2)) for e in exact)) ** 0.5


def main(models, exports, names):
    for name in names:
        model = MODELS[name]()
        model.load_state_dict(torch.load(os.path.join(models, name + ".state.pth"), map_location="cpu"))
        model.eval()
        single = kernels(switch_to_deploy(model))
        torch.set_default_dtype(torch.float64)  # that of the layers that deploy.py makes
        exact = kernels(switch_to_deploy(copy.deepcopy(model).double()))
        torch.set_default_dtype(torch.float32)
        folds = [i for i, e in enumerate(exact) if not numpy.array_equal(single[i], e)]
        exact, single = [exact[i] for i in folds], [single[i] for i in folds]
        ours = match(exported(os.path.join(exports, name + ".onnx")), exact)
        theirs, written = error(single, exact), error(ours, exact)
        print(f"{name}\t{len(folds)}\t{theirs:.2e}\t{written:.2e}\t{theirs / written:.2f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:] or ["repvgg-a0", "mobileone-s0", "acb-resnet18", "dbb-resnet18"])
