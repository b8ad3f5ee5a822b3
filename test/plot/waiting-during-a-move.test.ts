import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import type { Backend } from '../../src/engine/frame/backend';
import type { Seams } from '../../src/engine/seams';
import { usePlots } from '../harness/plots';
import { until } from '../harness/patience.mjs';

let lose: (why: string) => void = () => undefined;
let backends = 0;
/** New backends wait for this promise before they load a column. */
let held: Promise<void> | null = null;
let failsToPaint = false;
const seams: Pick<Seams, 'backend'> = {
  backend: (opened: Backend) => {
    backends++;
    Object.defineProperty(opened, 'lost', { value: new Promise<string>((resolve) => (lose = resolve)) });
    const [load, execute] = [opened.load.bind(opened), opened.execute.bind(opened)];
    opened.load = async (...args) => {
      await held;
      return load(...args);
    };
    opened.execute = (recording) => {
      if (failsToPaint && recording.paints.length > 0)
        return Promise.reject(
          new PikaError('engine/internal', { subject: 'canvas', expected: 'to paint', found: 'a test', next: '' }),
        );
      return execute(recording);
    };
  },
};
const plots = usePlots({}, { from: 'trips', mark: 'bar', x: 'bin(hour)', y: 'count()' }, { seams });
const owner = {};
const rowsOf = (rows: number): Promise<void> =>
  plots.engine.define({ name: 'trips', data: { hour: Float32Array.from({ length: rows }, (_, i) => i % 24) } }, owner);

beforeEach(() => {
  [held, failsToPaint] = [null, false];
  void rowsOf(100);
});

it('counts and values of a plot that moves to another backend are those of its next picture', async () => {
  const { view } = await plots.plotOf({});
  let release = (): void => undefined;
  held = new Promise((resolve) => (release = resolve));
  const before = backends;
  lose('pulled out');
  await until('another backend', () => backends === before + 1);
  const asked = Promise.all([view.counts(), view.values(), view.explain()]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  release();
  const [counts, values, explanation] = await asked;
  assert.equal(
    counts?.counts.reduce((sum, count) => sum + count, 0),
    100,
  );
  assert.equal(values?.length, 24);
  assert.ok(explanation);
});

it('new rows of a plot whose next picture cannot be painted are not waited for', async () => {
  const plot = await plots.plotOf({});
  failsToPaint = true;
  const before = backends;
  lose('pulled out');
  await until('another backend', () => backends === before + 1);
  await rowsOf(200);
  assert.equal((await plot.until('error')).phase, 'error');
});
