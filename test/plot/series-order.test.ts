/** The order of stacks and the places of dodged bars, from the pictures. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { RectsPaint } from '../../src/engine/paints/rects';
import { until } from '../harness/patience.mjs';
import { readyOf, summaryOf, usePlots, valuesOf } from '../harness/plots';
import { recordedWork } from '../harness/recorded-work';

const ANSWERS = `SELECT ['young', 'old'][i % 2 + 1] AS age, ['No', 'Yes', 'Maybe'][i % 3 + 1] AS answer,
  ['Shop', 'Web', 'Phone'][i % 3 + 1] AS channel, i AS n FROM range(60) r(i)`;
const { frames, seams } = recordedWork();
const { plotOf } = usePlots({ answers: ANSWERS }, { from: 'answers', mark: 'bar' }, { seams });

/** The bars of the last picture, without those behind them. */
function bars(): RectsPaint {
  const paints = frames.at(-1)!.panels.flatMap(({ paints: all }) => all);
  return paints.findLast((paint): paint is RectsPaint => paint.paint === 'rects')!;
}

const numbersOf = (side: RectsPaint['x']): number[] => [...(side as Float64Array)];

it('stacks in the order of color-domain', async () => {
  const shown = { x: 'count()', y: 'age', color: 'answer', stack: 'normalize', colorRange: 'red, gray, green' };
  for (const order of [
    ['Yes', 'Maybe', 'No'],
    ['No', 'Yes', 'Maybe'],
  ]) {
    const plot = await plotOf({ ...shown, colorDomain: JSON.stringify(order) });
    const values = (await valuesOf(plot)).map(({ y, color }) => `${String(y)} ${String(color)}`);
    const { x } = bars();
    const left = new Map(values.map((value, i) => [value, numbersOf(x)[i]!]));
    for (const age of ['young', 'old'])
      assert.deepEqual(
        order.toSorted((a, b) => left.get(`${age} ${a}`)! - left.get(`${age} ${b}`)!),
        order,
      );
    plot.dispose();
  }
});

it('keeps the places of bars side by side while a legend filters', async () => {
  frames.splice(0);
  const plot = await plotOf({ x: 'age', y: 'sum(n)', color: 'channel', stack: 'dodge' });
  const other = await plotOf({ x: 'channel', y: 'count()', pick: '' });
  const places = async (): Promise<Map<string, string>> => {
    const values = await valuesOf(plot);
    const own = frames.findLast(({ surface }) => surface === ownSurface);
    const rects = own!.panels[0]!.paints.findLast((paint): paint is RectsPaint => paint.paint === 'rects')!;
    const [x, width] = [numbersOf(rects.x), numbersOf(rects.width)];
    return new Map(values.map((value, i) => [`${String(value.x)} ${String(value.color)}`, `${x[i]} ${width[i]}`]));
  };
  const ownSurface = frames.find(({ panels }) =>
    panels.some(({ paints }) => paints.some((paint) => paint.paint === 'rects' && numbersOf(paint.x).length === 6)),
  )!.surface;
  const all = await places();
  assert.equal(all.size, 6);
  other.view.select({ x: ['Web'] });
  await until('the filter', async () => (await valuesOf(plot)).length === 2);
  const filtered = await places();
  assert.deepEqual(
    [...filtered],
    [...all].filter(([key]) => key.endsWith('Web')),
  );
});

it('names the values behind shares, and each share', async () => {
  const plot = await plotOf({ x: 'sum(n)', y: 'age', color: 'answer', stack: 'normalize', xFormat: '.0%' });
  const [first] = await valuesOf(plot);
  const { box } = readyOf(plot).layout.panels[0];
  const ofAge = (await valuesOf(plot)).filter(({ y }) => y === first!.y);
  const total = ofAge.reduce((sum, { x }) => sum + Number(x), 0);
  plot.view.hoverLookup!.point({ x: 3, y: box.height * 0.75, panel: 0 });
  await until('a tooltip', () => plot.hovers.at(-1) !== null && plot.hovers.length > 0);
  const texts = plot.hovers.at(-1)!.values!.map(({ title, text }) => `${title}: ${text}`);
  const own = ofAge.find(({ color }) => texts.includes(`answer: ${String(color)}`))!;
  const share = Number(((100 * Number(own.x)) / total).toPrecision(3));
  assert.ok(
    texts.some((text) => text === `sum of n: ${String(own.x)} (${share.toFixed(1).replace(/\.0$/, '')}%)`),
    texts.join('; '),
  );
  assert.match(await summaryOf(plot), /sum of n from \d+ to \d+\.$/);
});
