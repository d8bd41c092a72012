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

# Seconds of wall and processor, and the largest anonymous resident memory in MB, of one run.
measure() {
  /usr/bin/time -o "$scratch/time" -f '%e %U %S' "$@" >"$scratch/log" 2>&1 &
  timed=$!
  anonymous=0
  while kill -0 "$timed" 2>/dev/null; do
    for child in $(cat "/proc/$timed/task/$timed/children" 2>/dev/null); do
      now=$(awk '/^RssAnon/ { print $2 }' "/proc/$child/status" 2>/dev/null) || now=0
      [ "${now:-0}" -gt "$anonymous" ] && anonymous=$now
    done
    sleep 0.01
  done
  wait "$timed" || { cat "$scratch/log" >&2; exit 1; }
  awk -v kb="$anonymous" '{ printf "%s %.2f %.0f\n", $1, $2 + $3, kb / 1024 }' "$scratch/time"
}

# Median of a column of a file.
median() {
  awk -v column="$2" '{ print $column }' "$1" | sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

"$repconv" --version >/dev/null
results=$here/exports.tsv
printf 'model\tratio\trepconv s\tpython s\trepconv cpu s\tpython cpu s\trepconv MB\tpython MB\n' >"$results"
for name in "$@"; do
  : >"$scratch/java"
  : >"$scratch/python"
  : >"$scratch/ratio"
  for run in $(seq 0 "$runs"); do
    java=$(measure "$repconv" export "$models/$name.pt" --to onnx --no-verify --quiet -o "$scratch/java.onnx")
    python=$(measure /usr/bin/python3 "$here/python_path.py" "$name" "$models/$name.state.pth" "$scratch/python.onnx")
    if [ "$run" -gt 0 ]; then # the first warms the cache
      echo "$java" >>"$scratch/java"
      echo "$python" >>"$scratch/python"
      echo "$java $python" | awk '{ print $1 / $4 }' >>"$scratch/ratio"
    fi
  done
  printf '%s\t%.2f\t%s\t%s\t%s\t%s\t%s\t%s\n' "$name" "$(median "$scratch/ratio" 1)" \
    "$(median "$scratch/java" 1)" "$(median "$scratch/python" 1)" "$(median "$scratch/java" 2)" "$(median "$scratch/python" 2)" \
    "$(median "$scratch/java" 3)" "$(median "$scratch/python" 3)" >>"$results"
  tail -n 1 "$results"
done
awk -v title='Whole export, seconds' -f "$here/bars.awk" "$results" >"$here/exports.svg"
