/** `values()` and `explain()` of plots that load, fail, have no rows, or are gone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import { usePlots } from '../harness/plots';

const { open, plotOf } = usePlots(
  {
    rows: `SELECT 'g' || i % 3 AS g, i AS v FROM range(9) r(i)`,
    none: `SELECT 'g' AS g, 1 AS v WHERE FALSE`,
    bad: 'SELECT * FROM nothing_of_that_name',
  },
  { from: 'rows', mark: 'bar', x: 'g', y: 'sum(v)' },
);

const SUMS = [
  { x: 'g0', y: 9, layer: 0 },
  { x: 'g1', y: 12, layer: 0 },
  { x: 'g2', y: 15, layer: 0 },
];

describe('the values of a plot', () => {
  it('wait until it is drawn', async () => {
    const plot = await open({});
    assert.equal(plot.models.at(-1)!.phase, 'loading');
    assert.deepEqual(await plot.view.values(), SUMS);
  });

  it('wait for new attributes', async () => {
    const plot = await plotOf({});
    plot.view.update({ ...plot.view.attributes!, y: 'max(v)' });
    assert.deepEqual(
      (await plot.view.values())!.map(({ y }) => y),
      [6, 7, 8],
    );
  });

  it('are none without rows', async () => {
    assert.deepEqual(await (await open({ from: 'none' })).view.values(), []);
  });

  for (const [why, attributes, code] of [
    ['its attributes are wrong', { mark: 'bars' }, 'spec/unknown-mark'],
    ['its column is unknown', { x: 'gg' }, 'plan/unknown-column'],
    ['its query fails', { from: 'bad' }, 'plan/unknown-query'],
  ] as const)
    it(`reject with the plot's error if ${why}`, async () => {
      const plot = await open(attributes);
      const rejects = async (work: Promise<unknown>): Promise<PikaError> => {
        const thrown = await work.then(
          () => null,
          (error: unknown) => error,
        );
        assert.ok(thrown instanceof PikaError);
        return thrown;
      };
      const error = await rejects(plot.view.values());
      assert.equal(error.code, code);
      const model = plot.models.at(-1)!;
      assert.ok(model.phase === 'error');
      assert.equal(error, model.error);
      assert.equal(await rejects(plot.view.explain()), error, 'at once, if the plot has failed already');
      plot.view.update({ ...plot.view.attributes!, from: 'rows', mark: 'bar', x: 'g' });
      assert.deepEqual(await plot.view.values(), SUMS, 'until its attributes are right');
    });

  it('are null once the plot is stopped or disposed of', async () => {
    const stopped = await open({});
    const early = stopped.view.values();
    stopped.view.stop();
    assert.deepEqual([await early, await stopped.view.values(), await stopped.view.explain()], [null, null, null]);
    const gone = await open({});
    const pending = gone.view.values();
    gone.dispose();
    assert.equal(await pending, null);
  });
});
