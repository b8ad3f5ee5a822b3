/** Other libraries' words for what has a name here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  average: 'avg',
  boxplot: 'box',
  circle: 'point',
  column: 'bar',
  donut: 'arc',
  dot: 'point',
  heatmap: 'rect',
  histogram: 'bar',
  pie: 'arc',
  scatter: 'point',
  std: 'stddev',
};

/** The names most like one that does not exist, best first: `"delay", "date"`. */
export function nearestNames(wanted: string, names: readonly string[], most = 3): string[] {
  const key = wanted.toLowerCase();
  const synonym = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined;
  return names
    .map((name) => ({ name, distance: name === synonym ? 0 : editDistance(key, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, wanted.length / 2) || name.toLowerCase().includes(key))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

export function listNames(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
