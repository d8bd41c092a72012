"""Makes the networks that the benchmarks read, in full size with random weights: models.py OUT_DIR NAME...

For each NAME: NAME.pt (a trace), NAME.state.pth (a checkpoint, what the Python path loads), NAME.train.onnx (the multi-branch form,
norms kept) where NAME is asked for as NAME+train, and NAME.deploy.onnx (folded by class in float32 as the authors do it).
Needs Debian's python3-torch (1.13.1), python3-torchvision (0.14.1), python3-onnx and python3-numpy.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fixtures", "python"))

import torch
import torchvision
from torch import nn

from blocks import AsymmetricConv, DiverseBranch, MobileOne, SqueezeExcite, conv_bn
from modern import deployed, fastvit, replknet
from networks import Basic, mobileone, repvgg
from weights import randomise


def residual18(make, classes):
    """ResNet-18 with multi-branch 3x3 convolutions; its 7x7 and 1x1 ones are plain, as in the code of ACNet and DBB."""
    layers = [conv_bn(3, 64, 7, 2, 3), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for stage, width in enumerate((64, 128, 256, 512)):
        for k in range(2):
            layers.append(Basic(make, channels, width, 2 if stage > 0 and k == 0 else 1))
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


def mobileone_s4(classes):
    """MobileOne-s4: one branch, squeeze and excite in the last five pairs of stage 3 and in stage 4."""
    layers = [MobileOne(3, 64, 3, 1, stride=2)]
    channels = 64
    for width, depth, plain in ((192, 2, 2), (448, 8, 8), (896, 10, 5), (2048, 1, 0)):
        for k in range(depth):
            attention = [SqueezeExcite(c, c // 16) if k >= plain else None for c in (channels, width)]
            layers.append(MobileOne(channels, channels, 3, 1, 2 if k == 0 else 1, channels, attention[0]))
            layers.append(MobileOne(channels, width, 1, 1, attention=attention[1]))
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


def vit():
    """ViT-B/16 whose attention is not the fused kernel, which torch 1.13 exports to no opset: it is not taken in training mode."""
    model = torchvision.models.vit_b_16()
    set_mode = model.train

    def train(mode=True):
        set_mode(mode)
        for module in model.modules():
            if isinstance(module, nn.MultiheadAttention):
                module.training = True
        return model

    model.train = train
    return model


MODELS = {
    "repvgg-a0": lambda: repvgg((48, 48, 96, 192, 1280), (2, 4, 14, 1), 1000),
    "repvgg-b1": lambda: repvgg((64, 128, 256, 512, 2048), (4, 6, 16, 1), 1000),
    "repvgg-b3": lambda: repvgg((64, 192, 384, 768, 2560), (4, 6, 16, 1), 1000),
    "mobileone-s0": lambda: mobileone((48, 48, 128, 256, 1024), (2, 8, 10, 1), 4, 1000),
    "acb-resnet18": lambda: residual18(lambda i, o, s: AsymmetricConv(i, o, stride=s), 1000),
    "dbb-resnet18": lambda: residual18(lambda i, o, s: DiverseBranch(i, o, stride=s), 1000),
    "repvgg-b1-se": lambda: repvgg((64, 128, 256, 512, 2048), (4, 6, 16, 1), 1000, attention_from=0),
    "mobileone-s4": lambda: mobileone_s4(1000),
    "fastvit-t8": lambda: fastvit((48, 96, 192, 384), (2, 2, 4, 2), 3, 1000),
    "replknet": lambda: replknet((32, 64, 128, 256), (1, 1, 2, 1), (31, 29, 27, 13), 1000),
    "mobilenet-v3": lambda: torchvision.models.mobilenet_v3_large(),
    "efficientnet-b0": lambda: torchvision.models.efficientnet_b0(),
    "convnext-tiny": lambda: torchvision.models.convnext_tiny(),
    "swin-t": lambda: torchvision.models.swin_t(),
    "vit-b16": vit,
    "maxvit-t": lambda: torchvision.models.maxvit_t(),
    "densenet-121": lambda: torchvision.models.densenet121(),
    "inception-v3": lambda: torchvision.models.inception_v3(aux_logits=False, init_weights=False),
    "shufflenet-v2": lambda: torchvision.models.shufflenet_v2_x1_0(),
    "mnasnet": lambda: torchvision.models.mnasnet1_0(),
}


def image(batch=1):
    return torch.randn(batch, 3, 224, 224, generator=torch.Generator().manual_seed(1))


def export(model, path, **options):
    torch.onnx.export(
        model,
        image(),
        path,
        opset_version=13,
        input_names=["image"],
        output_names=["result"],
        dynamic_axes={"image": {0: "N"}, "result": {0: "N"}},
        **options,
    )


def main(folder, names):
    os.makedirs(folder, exist_ok=True)
    for name in names:
        name, _, form = name.partition("+")
        path = os.path.join(folder, name)
        model = randomise(MODELS[name](), 1)
        with torch.no_grad():
            if form == "train":
                export(model, path + ".train.onnx", training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
                continue
            torch.save(model.state_dict(), path + ".state.pth")
            torch.jit.trace(model, image(), check_trace=False).save(path + ".pt")
            export(deployed(model), path + ".deploy.onnx")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or list(MODELS))
