import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Seams } from '../../src/engine/seams';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, summaryOf, usePlots } from '../harness/plots';

let plot: NodePlot | null = null;
/** The slots that the backend has read, each with the description that the plot had by then. */
const read: (readonly [slot: string, summary: string])[] = [];
const seams: Pick<Seams, 'backend'> = {
  backend: (opened) => {
    const readSlot = opened.read.bind(opened);
    opened.read = async (slot) => {
      const counts = await readSlot(slot);
      if (plot) read.push([slot, readyOf(plot).summary]);
      return counts;
    };
  },
};
const { plotOf } = usePlots(
  { trips: 'SELECT i % 24 AS hour, i % 7 AS day FROM range(1000) r(i)' },
  { from: 'trips' },
  { size: [300, 200], seams },
);

it('reads the counts behind the filtered ones before it describes a picture: a lost device then blanks nothing', async () => {
  const source = await plotOf({ mark: 'bar', x: 'bin(day)', y: 'count()', brush: 'x' });
  source.view.select({ x: [2, 5] });
  plot = await plotOf({ mark: 'density', x: 'hour', y: 'day', context: 'on' });
  assert.match(await summaryOf(plot), /rows/);
  const own = read.filter(([slot]) => slot.startsWith('pika.view.2.'));
  assert.deepEqual(own, [
    ['pika.view.2.selected', ''],
    ['pika.view.2.total', ''],
  ]);
});
