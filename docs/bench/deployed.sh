#!/bin/sh
# Times exported networks on ONNX Runtime against the authors' deploy form and against their own training form, in turn:
# deployed.sh MODELS_DIR [RUNS] [NAME...]
#
# MODELS_DIR is what models.py wrote. Prints a table: ratio of medians and middle half of the rounds' ratios to the deploy form, the same
# to the training form. One thread, 1x3x224x224, the batch open in the files.
set -eu

here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
repconv=$here/../../repconv
models=$1
runs=${2:-41}
[ $# -gt 2 ] && shift 2 || set -- repvgg-a0 repvgg-b1-se mobileone-s0 mobileone-s4 acb-resnet18 dbb-resnet18 fastvit-t8 replknet \
  mobilenet-v3 efficientnet-b0 mnasnet shufflenet-v2 densenet-121 inception-v3 convnext-tiny swin-t maxvit-t vit-b16
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Ratio and middle half of the second model to the first.
compare() {
  "$repconv" bench "$1" "$2" --input 1x3x224x224 --threads 1 --runs "$runs" >"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
  awk '/\.onnx +[0-9]/ { line = $0 } END { split(line, f); printf "%s | %s .. %s", f[6], f[7], f[9] }' "$scratch/log"
}

echo '| network | to the deploy form | middle half | to the training form | middle half |'
for name in "$@"; do
  "$repconv" export "$models/$name.pt" --to onnx --no-verify --quiet --input Nx3x224x224 -o "$scratch/$name.onnx"
  "$repconv" export "$models/$name.pt" --to onnx --no-verify --quiet --no-fold --input Nx3x224x224 -o "$scratch/train.onnx"
  echo "| $name | $(compare "$models/$name.deploy.onnx" "$scratch/$name.onnx") | $(compare "$scratch/train.onnx" "$scratch/$name.onnx") |"
done
