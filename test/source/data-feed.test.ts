/** Data streams that throw: the error is the author's, with the cause, before and after the first rows. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import { usePlots, valuesOf } from '../harness/plots';

const plots = usePlots({});

async function* breaking(batches: number): AsyncGenerator<{ x: number; y: number }[]> {
  for (let batch = 0; batch < batches; batch++) yield [{ x: batch, y: 1 }];
  await Promise.resolve();
  throw new TypeError('socket closed');
}

/** A response whose connection is lost after some rows. */
function brokenBody(batches: number): ReadableStream<{ x: number; y: number }[]> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent++ < batches) controller.enqueue([{ x: sent, y: 1 }]);
      else controller.error(new TypeError('network error'));
    },
  });
}

const isStreamError = (error: unknown, message: string): boolean => {
  const { code, detail, cause } = error as PikaError;
  assert.equal(code, 'source/stream-failed');
  assert.match(detail.subject, /^data of query "/);
  assert.equal(detail.found, `that it threw: ${message}`);
  assert.equal((cause as Error).message, message);
  assert.match(detail.next, /set data to a new one/);
  return true;
};

describe('a data stream that throws', () => {
  it('before its first rows is the error of the query, its plots and its counts', async () => {
    for (const [name, data, message] of [
      ['generator', breaking(0), 'socket closed'],
      ['stream', brokenBody(0), 'network error'],
    ] as const) {
      void plots.engine.define({ name, data }, {});
      await assert.rejects(plots.engine.open(name), (error) => isStreamError(error, message));
      isStreamError(await plots.errorOf({ from: name, mark: 'bar', x: 'x', y: 'count()' }), message);
    }
  });

  it('later leaves the rows that arrived on the page, and is the error of the query', async () => {
    for (const [name, data, message] of [
      ['late-generator', breaking(3), 'socket closed'],
      ['late-stream', brokenBody(3), 'network error'],
    ] as const) {
      void plots.engine.define({ name, data }, {});
      const relation = await plots.engine.open(name);
      await assert.rejects(relation.finished!, (error) => isStreamError(error, message));
      const plot = await plots.plotOf({ from: name, mark: 'point', x: 'x', y: 'y' });
      assert.equal((await valuesOf(plot)).length, 3);
    }
  });

  it('as soon as it is read, because another reader holds it', async () => {
    const data = brokenBody(1);
    data.getReader();
    void plots.engine.define({ name: 'locked', data }, {});
    await assert.rejects(plots.engine.open('locked'), { code: 'source/stream-failed' });
  });
});
