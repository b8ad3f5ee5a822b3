/** Announcements for screen readers: soon after the picture, once per change, even while the engine is busy. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine';
import type { Backend } from '../../src/engine/frame/backend';
import { RecordedDevice, VirtualClock } from '../../src/testing/index';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';

const ROWS = 5000;
const data = {
  a: Float32Array.from({ length: ROWS }, (_, i) => i % 100),
  b: Float32Array.from({ length: ROWS }, (_, i) => (i * 7) % 50),
};
const A = { from: 't', mark: 'bar', x: 'bin(a)', y: 'count()', brush: 'x' } as const;
const PLANE = { from: 't', mark: 'density', x: 'a', y: 'b' } as const;
/** Maximum delay of an announcement after the last change. */
const POLITE_MS = 250;
const SEARCH_MS = 3000;

describe('announcements of plots', () => {
  let database: NodeDatabase;
  let clock: VirtualClock;
  let engine: Engine;
  let slowSearches = false;
  before(async () => {
    database = await nodeDatabase();
  });
  after(() => database.close());
  beforeEach(() => {
    slowSearches = false;
    clock = new VirtualClock();
    const device = new RecordedDevice();
    const backend = (made: Backend): void => {
      device.seams.backend?.(made);
      const execute = made.execute.bind(made);
      // Searches take three seconds, like an index over many rows.
      made.execute = (recording) => {
        const done = execute(recording);
        if (!slowSearches || recording.paints.length > 0) return done;
        return Promise.resolve(done).then(() => new Promise<void>((resolve) => clock.after(SEARCH_MS, resolve)));
      };
    };
    engine = nodeEngine(database, { seams: { ...device.seams, backend, clock } });
    void engine.define({ name: 't', data }, {});
  });
  afterEach(() => engine.dispose());

  async function ready(...wanted: readonly Promise<NodePlot>[]): Promise<NodePlot[]> {
    const plots = await Promise.all(wanted);
    await clock.until(Promise.all(plots.map((plot) => plot.until('ready'))));
    await clock.advance(1000);
    return plots;
  }

  const words = ({ models }: NodePlot): { summary: string; selectedText: string } => {
    const model = models.at(-1)!;
    if (model.phase !== 'ready') throw new Error(model.phase);
    return model;
  };

  it('report the new rows of filtered plots within a quarter of a second', async () => {
    const [a, plane] = await ready(nodePlot(engine, A), nodePlot(engine, PLANE));
    a!.view.select({ x: [0, 10] });
    await clock.advance(POLITE_MS);
    assert.match(words(plane!).summary, /^500 rows/);
  });

  it('arrive while the engine is busy with a longer task', async () => {
    const [a, plane] = await ready(nodePlot(engine, A), nodePlot(engine, PLANE));
    a!.view.select({ x: [0, 10] });
    await clock.advance(20);
    slowSearches = true;
    void plane!.view.hoverLookup!.nearest({ x: 50, y: 50 });
    await clock.advance(POLITE_MS);
    assert.match(words(plane!).summary, /^500 rows/);
    await clock.advance(SEARCH_MS);
  });

  it('report the selection once after a drag pauses, and an empty selection immediately', async () => {
    const [a] = await ready(nodePlot(engine, A), nodePlot(engine, PLANE));
    const announced: string[] = [];
    const listen = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 10) {
        await clock.advance(10);
        if (words(a!).selectedText !== (announced.at(-1) ?? '')) announced.push(words(a!).selectedText);
      }
    };
    for (let to = 21; to <= 120; to += 3) {
      a!.view.brushTo({ x: [20, to], y: null });
      await listen(20);
    }
    await listen(POLITE_MS);
    assert.equal(announced.length, 1, announced.join(' | '));
    assert.match(announced[0]!, /^a from/);
    a!.view.brushTo(null);
    assert.equal(words(a!).selectedText, '');
  });
});
