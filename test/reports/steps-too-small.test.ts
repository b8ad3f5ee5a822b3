import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import type { Engine } from '../../src/engine/engine';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot } from '../harness/node-engine';

const ROWS = 1000;
const data = {
  v: Float64Array.from({ length: ROWS }, (_, i) => (i * 250_000) / (ROWS - 1)),
  wide: Float64Array.from({ length: ROWS }, (_, i) => (i % 2 ? 1e300 : -1e300)),
  at: Array.from({ length: ROWS }, (_, i) => new Date(Date.UTC(1824, 0, 1) + i * 6.32e9)),
  name: Array.from({ length: ROWS }, (_, i) => `n${i}`),
};

describe('a step that is too small for its range', () => {
  let database: NodeDatabase;
  const engines: Engine[] = [];
  before(async () => {
    database = await nodeDatabase();
  });
  after(async () => {
    for (const engine of engines) await engine.dispose();
    database.close();
  });

  async function drawn(x: string, more: object = {}): Promise<number> {
    const engine = nodeEngine(database);
    engines.push(engine);
    void engine.define({ name: 't', data }, {});
    const plot = await nodePlot(engine, { from: 't', mark: 'bar', x, y: 'count()', ...more });
    await plot.until('ready');
    const { counts } = (await plot.view.counts())!;
    assert.equal(
      counts.reduce((a, b) => a + b),
      ROWS,
    );
    return counts.length;
  }

  async function refused(x: string, more: object = {}): Promise<PikaError['detail']> {
    try {
      await drawn(x, more);
    } catch (thrown) {
      assert.ok(thrown instanceof PikaError, String(thrown));
      assert.equal(thrown.code, 'plan/too-many-bins');
      return thrown.detail;
    }
    throw new Error(`${x} was drawn`);
  }

  for (const [column, step, smallest] of [
    ['v', '0.01', '3.9'],
    ['v', '1e-300', '3.9'],
    ['v', '1e-8', '3.9'],
    ['wide', '1', '3.1e+295'],
    ['at', 'second', 'week'],
    ['at', 'hour', 'week'],
  ] as const) {
    it(`of ${column} by ${step} is rejected; the error names the smallest step that works, and that works`, async () => {
      const { subject, expected, found, next } = await refused(`bin(${column}, step=${step})`);
      assert.equal(subject, 'x of the plot from "t"');
      assert.equal(expected, 'at most 65,536 bins');
      assert.ok(found.endsWith(`with step=${Number(step) ? Number(step) : step}`), found);
      assert.ok(next.includes(`write x="bin(${column}, step=${smallest})"`), next);
      const count = await drawn(`bin(${column}, step=${smallest})`);
      assert.ok(count <= 65_536 && count > 10_000, `${count} bins`);
    });
  }

  it('works over a short enough domain, also when the user zooms out of it', async () => {
    const engine = nodeEngine(database);
    engines.push(engine);
    void engine.define({ name: 't', data }, {});
    for (const [x, xDomain] of [
      ['bin(at, step=second)', '2000-01-01T00:00Z, 2000-01-01T01:00Z'],
      ['bin(v, step=0.01)', '0, 10'],
    ] as const) {
      const plot = await nodePlot(engine, { from: 't', mark: 'bar', x, y: 'count()', xDomain, zoom: '' });
      await plot.until('ready');
      plot.view.zoomAt({ x: 0.5 }, 1e12);
      plot.view.settle();
      const { counts } = (await plot.view.counts())!;
      assert.ok(counts.length <= 8192, `${counts.length} bins`);
      assert.equal(
        counts.reduce((a, b) => a + b),
        ROWS,
        x,
      );
    }
  });

  it('is checked for both axes of a two-dimensional plot together', async () => {
    const { expected, found, next } = await refused('bin(v, step=4)', { mark: 'density', y: 'name' });
    assert.deepEqual([expected, found], ['at most 16,777,216 cells', '62,501 × 1,000']);
    assert.match(next, /^Write a larger step for x, or leave it out: x="bin\(v\)"\.$/);
  });
});
