/** Tables of the measurements, and whether they meet the targets. */
import { median } from './answers.mjs';

/**
 * Targets of `first-light.mjs`: median from brush to pixel, speed relative to Mosaic, and the share of Mosaic's time
 * that a switch may take.
 */
export const TARGETS = { medianMs: 16.7, timesFaster: 2, switchPart: 0.1 };

/** Medians over the runs; the worst of the maxima. */
export function summarise(runs) {
  const over = (pick) => median(runs.map(pick));
  return {
    runs: runs.length,
    medianMs: over(({ drag }) => drag.medianMs),
    fromDispatchMedianMs: over(({ drag }) => drag.fromDispatchMedianMs),
    p95Ms: over(({ drag }) => drag.p95Ms),
    maxMs: Math.max(...runs.map(({ drag }) => drag.maxMs)),
    framesPerSecond: over(({ drag }) => drag.framesPerSecond),
    longestFrameMs: over(({ drag }) => drag.longestFrameMs),
    picturesPerSecond: over(({ drag }) => drag.picturesPerSecond),
    longTasks: over(({ drag }) => drag.longTasks),
    unknownPictures: runs.reduce((sum, { drag }) => sum + drag.unknownPictures, 0),
    switchMs: runs[0].switches ? median(runs.flatMap(({ switches }) => switches.latenciesMs)) : null,
    switchMaxMs: runs[0].switches ? Math.max(...runs.flatMap(({ switches }) => switches.latenciesMs)) : null,
    atOnceMs: runs[0].atOnce ? median(runs.flatMap(({ atOnce }) => atOnce.latenciesMs)) : null,
    openMs: over(({ openMs }) => openMs),
    openLongTasks: runs[0].openLongTasks ? over(({ openLongTasks }) => openLongTasks.length) : null,
  };
}

const ROWS = [
  ['brush to pixel, median', 'medianMs', 'ms'],
  ["  from the event's dispatch in the page", 'fromDispatchMedianMs', 'ms'],
  ['brush to pixel, 95 %', 'p95Ms', 'ms'],
  ['brush to pixel, worst', 'maxMs', 'ms'],
  ['pictures of all plots per second', 'picturesPerSecond', '/s'],
  ['frames per second', 'framesPerSecond', '/s'],
  ['longest frame', 'longestFrameMs', 'ms'],
  ['tasks over 50 ms per drag', 'longTasks', ''],
  ['switch to another plot, first move, median', 'switchMs', 'ms'],
  ['switch to another plot, worst', 'switchMaxMs', 'ms'],
  ['switch without hovering first, median', 'atOnceMs', 'ms'],
  ['open, cold, until all plots are drawn', 'openMs', 'ms'],
  ['tasks over 50 ms while opening', 'openLongTasks', ''],
];

/** @param results library → summary; the first is the baseline */
export function table(title, results) {
  const names = Object.keys(results);
  const cells = (label, values) => `  ${label.padEnd(46)}${values.map((value) => String(value).padStart(14)).join('')}`;
  const lines = [title, cells('', [...names, ...(names.length === 2 ? ['Mosaic : ours'] : [])])];
  for (const [label, key, unit] of ROWS) {
    const values = names.map((name) => results[name][key]);
    if (values.every((value) => value === null)) continue;
    const [ours, theirs] = values;
    const ratio = names.length === 2 && ours > 0 && theirs > 0 ? [`${(theirs / ours).toFixed(2)}×`] : [];
    lines.push(cells(label, [...values.map((value) => `${digits(value)} ${unit}`.trim()), ...ratio]));
  }
  return lines.join('\n');
}

/** One line per target of `first-light.mjs`. */
export function verdicts({ ours, Mosaic: theirs }) {
  const say = (met, words) => `${met ? 'target met' : 'target missed'}: ${words}`;
  const lines = [
    say(
      ours.medianMs <= TARGETS.medianMs,
      `brush to pixel ${digits(ours.medianMs)} ms in the median, wanted at most ${TARGETS.medianMs} ms`,
    ),
  ];
  if (!theirs) return lines;
  const faster = theirs.medianMs / ours.medianMs;
  lines.push(
    say(
      faster >= TARGETS.timesFaster,
      `${faster.toFixed(2)} times as fast as Mosaic, wanted at least ${TARGETS.timesFaster}`,
    ),
  );
  for (const [key, what] of [
    ['switchMs', 'a switch'],
    ['atOnceMs', 'a switch without time to aim'],
  ]) {
    if (ours[key] === null) continue;
    const part = ours[key] / theirs[key];
    lines.push(
      say(
        part <= TARGETS.switchPart,
        `${what} takes ${(part * 100).toFixed(0)} % of Mosaic's time, wanted at most ${TARGETS.switchPart * 100} %`,
      ),
    );
  }
  return lines;
}

/** Start, duration and number of each stage of an opening; stages overlap, so they don't add up. */
export function stageTable(title, stages) {
  const groups = new Map();
  for (const { module, name, startMs, endMs } of stages) {
    const key = `${module}: ${name}`;
    const known = groups.get(key);
    if (known)
      Object.assign(known, {
        endMs: Math.max(known.endMs, endMs),
        sumMs: known.sumMs + endMs - startMs,
        count: known.count + 1,
      });
    else groups.set(key, { startMs, endMs, sumMs: endMs - startMs, count: 1 });
  }
  const lines = [
    title,
    `  ${'stage'.padEnd(56)}${'began'.padStart(9)}${'ended'.padStart(9)}${'ran'.padStart(9)}${'times'.padStart(7)}`,
  ];
  for (const [key, { startMs, endMs, sumMs, count }] of [...groups].sort(([, a], [, b]) => a.startMs - b.startMs)) {
    lines.push(
      `  ${key.slice(0, 55).padEnd(56)}${[startMs, endMs, sumMs].map((ms) => ms.toFixed(0).padStart(9)).join('')}${String(count).padStart(7)}`,
    );
  }
  return lines.join('\n');
}

function digits(value) {
  if (value === null || Number.isNaN(value)) return '–';
  if (value === Infinity) return 'never';
  return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(1);
}
