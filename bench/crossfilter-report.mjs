/** The crossfilter's targets beside the measurements. */

/**
 * By millions of rows: a warm move, its 95 %, the first move on another chart (and its share of Mosaic's), a move with
 * a linked density.
 */
const TARGETS = {
  1: { medianMs: 8, p95Ms: 16, switchMs: 25, switchPart: null, densityMs: 12 },
  10: { medianMs: 12, p95Ms: 20, switchMs: 120, switchPart: 1 / 15, densityMs: 16.7 },
};

const COLUMNS = [
  'rows',
  'who',
  'move (95 %)',
  'in the page',
  'switch',
  'switch at once',
  'with density',
  'in the page',
  'tasks > 50 ms',
  'open',
];

/** @param scenes as crossfilter.mjs collects them */
export function crossfilterTable(scenes) {
  const lines = [COLUMNS];
  for (const millions of [...new Set(scenes.map((scene) => scene.millions))]) {
    const five = scenes.find((scene) => scene.millions === millions && scene.views === 'five')?.summary;
    const six = scenes.find((scene) => scene.millions === millions && scene.views === 'six')?.summary;
    for (const name of Object.keys({ ...five, ...six })) {
      const [bars, dense] = [five?.[name], six?.[name]];
      const longTasks = [bars, dense].reduce(
        (sum, found) => sum + (found ? found.longTasks + found.openLongTasks : 0),
        0,
      );
      lines.push([
        `${millions}M`,
        name,
        bars ? `${ms(bars.medianMs)} (${ms(bars.p95Ms)})` : '–',
        ms(bars?.fromDispatchMedianMs),
        ms(bars?.switchMs),
        ms(bars?.atOnceMs),
        dense ? `${ms(dense.medianMs)} (${ms(dense.p95Ms)})` : '–',
        ms(dense?.fromDispatchMedianMs),
        String(longTasks),
        ms((bars ?? dense).openMs),
      ]);
    }
    const target = TARGETS[millions];
    if (target)
      lines.push([
        `${millions}M`,
        'target',
        `${target.medianMs} (${target.p95Ms})`,
        '',
        ms(target.switchMs),
        '',
        ms(target.densityMs),
        '',
        '0',
        '',
      ]);
  }
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) => line.map((cell, i) => cell.padStart(widths[i])).join('   ')).join('\n');
}

/** One line per target. */
export function crossfilterVerdicts(scenes) {
  return scenes.flatMap(({ millions, views, summary: { ours, Mosaic } }) => {
    const target = TARGETS[millions];
    if (!target || !ours) return [];
    const what = `${millions}M rows, ${views === 'six' ? 'with a density' : 'five histograms'}`;
    const say = (found, wanted, words) =>
      `${found <= wanted ? 'target met' : 'target missed'}: ${what}: ${words} ${ms(found)} ms, wanted at most ${ms(wanted)}`;
    const tasks = say(ours.longTasks + ours.openLongTasks, 0, 'tasks over 50 ms:').replaceAll(' ms,', ',');
    if (views === 'six') return [say(ours.medianMs, target.densityMs, 'a warm move'), tasks];
    return [
      say(ours.medianMs, target.medianMs, 'a warm move'),
      say(ours.p95Ms, target.p95Ms, 'its 95 %'),
      say(ours.switchMs, target.switchMs, 'the first move on another chart'),
      ...(target.switchPart && Mosaic
        ? [say(ours.switchMs, Mosaic.switchMs * target.switchPart, "the same, against a fifteenth of Mosaic's:")]
        : []),
      tasks,
    ];
  });
}

function ms(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return '–';
  if (value === Infinity) return 'never';
  return value >= 100 ? value.toFixed(0) : String(Number(value.toFixed(1)));
}
