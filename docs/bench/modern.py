"""FastViT and RepLKNet, written from the papers, each with the fold of its blocks as the authors do it in float32."""

import torch
import torch.nn.functional as F
from torch import nn

from blocks import LargeKernel, MobileOne, RepMixer, conv_bn
from deploy import centred, fold_norm, identity, norm_scale, switch_to_deploy


class ConvFeedForward(nn.Module):
    """x + gamma * W2 gelu(W1 BN[7](x)), the feed-forward layer of Vasu et al., 2023 (FastViT); [7] depthwise."""

    def __init__(self, channels, inner):
        super().__init__()
        self.mix = conv_bn(channels, channels, 7, 1, 3, channels)
        self.up = nn.Conv2d(channels, inner, 1)
        self.down = nn.Conv2d(inner, channels, 1)
        self.gamma = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        return x + self.gamma * self.down(F.gelu(self.up(self.mix(x))))


class SelfAttention(nn.Module):
    """x + gamma * W softmax(q k^T / sqrt(d)) v of BN(x), over all positions, in heads of 32 channels."""

    HEAD = 32

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.qkv = nn.Linear(channels, 3 * channels, bias=False)
        self.project = nn.Linear(channels, channels)
        self.gamma = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        batch, channels, height, width = x.shape
        y = self.norm(x).flatten(2).transpose(1, 2)
        heads = channels // self.HEAD
        qkv = self.qkv(y).reshape(batch, height * width, 3, heads, self.HEAD).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        weights = ((q * self.HEAD**-0.5) @ k.transpose(-2, -1)).softmax(-1)
        y = self.project((weights @ v).transpose(1, 2).reshape(batch, height * width, channels))
        return x + self.gamma * y.transpose(1, 2).reshape(batch, channels, height, width)


class PatchEmbedding(nn.Module):
    """gelu of a depthwise 7 beside 3 of stride 2, then of a 1x1 MobileOne block: halves the size between stages."""

    def __init__(self, c_in, c_out):
        super().__init__()
        self.large = conv_bn(c_in, c_out, 7, 2, 3, c_in)
        self.small = conv_bn(c_in, c_out, 3, 2, 1, c_in)
        self.point = MobileOne(c_out, c_out, 1, 1)

    def forward(self, x):
        return self.point(F.gelu(self.large(x) + self.small(x)))


def fastvit(widths, depths, ratio, classes):
    """A stem of stride 4, stages of RepMixers (attention in the last) with feed-forward layers, average, linear layer."""
    first = widths[0]
    layers = [MobileOne(3, first, 3, 1, 2), MobileOne(first, first, 3, 1, 2, first), MobileOne(first, first, 1, 1)]
    for stage, (width, depth) in enumerate(zip(widths, depths)):
        if stage > 0:
            layers.append(PatchEmbedding(widths[stage - 1], width))
        for _ in range(depth):
            layers.append(SelfAttention(width) if stage == len(widths) - 1 else RepMixer(width))
            layers.append(ConvFeedForward(width, ratio * width))
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(widths[-1], classes))


class LargeKernelBlock(nn.Module):
    """x + BN[1] gelu(depthwise BN[K] + BN[5]) relu(BN[1] BN(x)), Ding et al., 2022 (RepLKNet)."""

    def __init__(self, channels, kernel):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.first = conv_bn(channels, channels, 1)
        self.large = LargeKernel(channels, kernel, 5)
        self.second = conv_bn(channels, channels, 1)

    def forward(self, x):
        return x + self.second(self.large(F.relu(self.first(self.norm(x)))))


class NormFeedForward(nn.Module):
    """x + BN[1] gelu(BN[1] BN(x)) with four times the channels between."""

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.up = conv_bn(channels, 4 * channels, 1)
        self.down = conv_bn(4 * channels, channels, 1)

    def forward(self, x):
        return x + self.down(F.gelu(self.up(self.norm(x))))


def replknet(widths, depths, kernels, classes):
    """A stem of stride 4, stages of large kernels and feed-forward layers with a stride of 2 between, average, linear layer."""
    first = widths[0]

    def step(i, o, kernel, stride, groups=1):
        return nn.Sequential(*conv_bn(i, o, kernel, stride, kernel // 2, groups), nn.ReLU())

    layers = [step(3, first, 3, 2), step(first, first, 3, 1, first), step(first, first, 1, 1), step(first, first, 3, 2, first)]
    for stage, (width, depth, kernel) in enumerate(zip(widths, depths, kernels)):
        if stage > 0:
            layers += [step(widths[stage - 1], width, 1, 1), step(width, width, 3, 2, width)]
        for _ in range(depth):
            layers += [LargeKernelBlock(width, kernel), NormFeedForward(width)]
    return nn.Sequential(*layers, nn.BatchNorm2d(widths[-1]), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(widths[-1], classes))


def _merged(conv, kernel, bias):
    merged = nn.Conv2d(conv.in_channels, conv.out_channels, kernel.shape[2:], conv.stride, conv.padding, 1, conv.groups)
    merged.weight.copy_(kernel)
    merged.bias.copy_(bias)
    return merged


def _beside(large, small):
    kernel, bias = fold_norm(large[0].weight, large[1])
    k, b = fold_norm(small[0].weight, small[1])
    return _merged(large[0], kernel + centred(k, kernel.shape[2]), bias + b)


def _mixer(block):
    conv = block.dense[0]
    channels, size = conv.in_channels, conv.kernel_size[0]
    unit = identity(channels, channels, size)
    kernel, bias = fold_norm(conv.weight, block.dense[1])
    point, point_bias = fold_norm(block.point[0].weight, block.point[1])
    skip, skip_bias = fold_norm(unit, block.skip)
    scale, shift = norm_scale(block.norm)
    kernel = kernel + centred(point, size) + skip - unit * scale.view(-1, 1, 1, 1)
    gamma = block.gamma.view(-1)
    return _merged(conv, unit + gamma.view(-1, 1, 1, 1) * kernel, gamma * (bias + point_bias + skip_bias - shift))


def _switched(block):
    if isinstance(block, RepMixer):
        return _mixer(block)
    merged = _beside(block.large, block.small)
    return nn.Sequential(merged, nn.GELU(), *([block.point] if isinstance(block, PatchEmbedding) else []))


def deployed(model):
    """A copy of the model in the authors' deploy form: every multi-branch block is one convolution, layer scales stay."""
    model = switch_to_deploy(model)
    with torch.no_grad():
        for name, module in list(model.named_modules()):
            if isinstance(module, (RepMixer, LargeKernel, PatchEmbedding)):
                path, _, last = name.rpartition(".")
                setattr(model.get_submodule(path), last, _switched(module))
    return model.eval()
