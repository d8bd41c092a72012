#!/bin/sh
# Times whole exports against the authors' way in Python, in turn: exports.sh MODELS_DIR [RUNS] [NAME...]
#
# MODELS_DIR is what models.py wrote. Prints a table of medians, and writes exports.tsv beside this script and exports.svg from it.
# Needs GNU time (/usr/bin/time), awk and Debian's python3-torch. Nothing else should run meanwhile: ratios stand noise that both
# sides meet, seconds do not.
set -eu

here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
repconv=$here/../../repconv
models=$1
runs=${2:-5}
[ $# -gt 2 ] && shift 2 || set -- repvgg-a0 repvgg-b1 repvgg-b3 mobileone-s0 dbb-resnet18
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Seconds of wall and processor of one run, which writes a new file: to replace one costs the removal of the old.
measure() {
  rm -f "$scratch"/*.onnx
  /usr/bin/time -o "$scratch/time" -f '%e %U %S' "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
  awk '{ printf "%s %.2f\n", $1, $2 + $3 }' "$scratch/time"
}

# The largest anonymous resident memory in MB of a run of its own: looking takes time.
memory() {
  "$@" >"$scratch/log" 2>&1 &
  most=0
  while now=$(awk '/^RssAnon/ { print $2 }' "/proc/$!/status" 2>/dev/null) && [ -n "$now" ]; do
    [ "$now" -gt "$most" ] && most=$now
    sleep 0.01
  done
  echo $((most / 1024))
}

# Median of a column of a file.
median() {
  awk -v column="$2" '{ print $column }' "$1" | sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

"$repconv" --version >/dev/null
results=$here/exports.tsv
printf 'model\tratio\trepconv s\tpython s\trepconv cpu s\tpython cpu s\trepconv MB\tpython MB\n' >"$results"
for name in "$@"; do
  ours() {
    "$1" "$repconv" export "$models/$name.pt" --to onnx --no-verify --quiet -o "$scratch/java.onnx"
  }
  theirs() {
    "$1" /usr/bin/python3 "$here/python_path.py" "$name" "$models/$name.state.pth" "$scratch/python.onnx"
  }
  # The first run of each warms the cache.
  memory_ours=$(ours memory)
  memory_theirs=$(theirs memory)
  : >"$scratch/runs"
  for run in $(seq "$runs"); do
    echo "$(ours measure) $(theirs measure)" | awk '{ print $0, $1 / $3 }' >>"$scratch/runs"
  done
  printf '%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%d\t%d\n' "$name" "$(median "$scratch/runs" 5)" "$(median "$scratch/runs" 1)" \
    "$(median "$scratch/runs" 3)" "$(median "$scratch/runs" 2)" "$(median "$scratch/runs" 4)" "$memory_ours" "$memory_theirs" \
    >>"$results"
  tail -n 1 "$results"
done
awk -v title='Whole export, seconds' -f "$here/bars.awk" "$results" >"$here/exports.svg"
