import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pageClock, type Clock } from '../../src/engine/clock';
import type { Backend } from '../../src/engine/frame/backend';
import type { Seams } from '../../src/engine/seams';
import { until } from '../harness/patience.mjs';
import type { NodePlot } from '../harness/node-engine';
import { usePlots } from '../harness/plots';

let lose: (why: string) => void = () => undefined;
const backends: Backend[] = [];
/** The new backend waits for this promise before it loads its first column. */
let held: Promise<void> | null = null;
/** Shortens the engine's delays to 20 ms or less. */
const clock: Clock = {
  ...pageClock,
  frame: (act) => void setTimeout(act, 0),
  after: (delayMs, act) => pageClock.after(Math.min(delayMs, 20), act),
};
const seams: Pick<Seams, 'backend' | 'clock'> = {
  clock,
  backend: (opened) => {
    backends.push(opened);
    Object.defineProperty(opened, 'lost', { value: new Promise<string>((resolve) => (lose = resolve)) });
    const load = opened.load.bind(opened);
    const isFirst = backends.length === 1;
    let loads = 0;
    opened.load = async (...args) => {
      // Holds back the first plot's column, so that the second plot has rows before its filter applies.
      if (!isFirst && loads++ === 0) await held;
      return load(...args);
    };
  },
};
const { plotOf } = usePlots(
  { trips: 'SELECT i % 24 AS hour, i % 7 AS day FROM range(1000) r(i)' },
  { from: 'trips', mark: 'bar', y: 'count()' },
  { size: [300, 200], seams },
);

const rowsOf = async ({ view }: NodePlot): Promise<number> =>
  (await view.counts())?.counts.reduce((sum, count) => sum + count, 0) ?? 0;

it('after a backend is lost, keeps the last picture until the new one applies the filters of other plots', async () => {
  const days = await plotOf({ x: 'bin(day)', brush: 'x' });
  const hours = await plotOf({ x: 'bin(hour)' });
  days.view.select({ x: [2, 5] });
  const filtered = await rowsOf(hours);
  assert.ok(filtered > 0 && filtered < 1000);
  const before = hours.canvas();
  let release = (): void => undefined;
  held = new Promise((resolve) => (release = resolve));
  lose('pulled out');
  await until('the counts of a new backend', async () => backends.length === 2 && (await rowsOf(hours)) === 1000);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(hours.canvas(), before, 'the last picture stays: a picture of all rows would be wrong');
  release();
  await until('the new canvas', () => hours.canvas() !== before);
  assert.equal(await rowsOf(hours), filtered);
});
