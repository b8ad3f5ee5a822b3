/** Which visible domains a plot announces as it is zoomed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { usePlots } from '../harness/plots';

const { plotOf } = usePlots({ rows: 'SELECT i, i % 7 AS v FROM range(1000) r(i)' }, { from: 'rows', zoom: 'x' });

describe('a plot that is zoomed', () => {
  const kinds = { bars: { mark: 'bar', x: 'bin(i)', y: 'count()' }, lines: { mark: 'line', x: 'bin(i)', y: 'sum(v)' } };
  for (const [name, attributes] of Object.entries(kinds))
    it(`announces each domain once, as ${name}`, async () => {
      const plot = await plotOf(attributes);
      const steps = [];
      for (const factor of [0.5, 0.5, 2]) {
        plot.view.zoomAt({ x: 0.5 }, factor);
        await until('the move is announced', () => plot.zooms.length > steps.length);
        plot.view.settle();
        await plot.view.values();
        steps.push(plot.view.domain);
      }
      assert.deepEqual(plot.zooms, steps);
    });
});
