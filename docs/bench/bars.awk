# Draws exports.tsv as pairs of bars, an SVG: awk -v title=TEXT -f bars.awk exports.tsv
BEGIN { FS = "\t" }
NR > 1 {
  name[++n] = $1
  ours[n] = $3
  theirs[n] = $4
  if ($4 > most) most = $4
  if ($3 > most) most = $3
}
function bar(y, seconds, color) {
  printf "<rect x='130' y='%d' width='%.1f' height='14' fill='%s'/>\n", y, 440 * seconds / most, color
  printf "<text x='%.1f' y='%d'>%.2f</text>\n", 136 + 440 * seconds / most, y + 12, seconds
}
END {
  printf "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 %d' font-family='sans-serif' font-size='12'>\n", 60 + 42 * n
  print "<rect width='100%' height='100%' fill='white'/>"
  printf "<text x='10' y='22' font-size='14'>%s</text>\n", title
  print "<rect x='330' y='11' width='12' height='12' fill='#1f6f8b'/><text x='348' y='22'>repconv</text>"
  print "<rect x='420' y='11' width='12' height='12' fill='#c9a66b'/><text x='438' y='22'>Python: load, switch, export</text>"
  for (i = 1; i <= n; i++) {
    y = 40 + 42 * (i - 1)
    printf "<text x='10' y='%d'>%s</text>\n", y + 20, name[i]
    bar(y, ours[i], "#1f6f8b")
    bar(y + 16, theirs[i], "#c9a66b")
  }
  print "</svg>"
}
