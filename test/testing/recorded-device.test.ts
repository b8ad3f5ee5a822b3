import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine';
import { Faults, RecordedDevice, VirtualClock } from '../../src/testing/index';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';

const ROWS = 5000;
const data = {
  a: Float32Array.from({ length: ROWS }, (_, i) => i % 100),
  b: Float32Array.from({ length: ROWS }, (_, i) => (i * 7) % 50),
};
const A = { from: 't', mark: 'bar', x: 'bin(a)', y: 'count()', brush: 'x' } as const;
const B = { from: 't', mark: 'bar', x: 'bin(b)', y: 'count()' } as const;
/** The engine's own delays. */
const [DESCRIBE_MS, WAIT_FOR_NAME_MS, LOSSES_MS, REST_MS] = [150, 1500, 60_000, 40];

describe('an engine on a virtual clock and a recorded device', () => {
  let database: NodeDatabase;
  let clock: VirtualClock;
  let device: RecordedDevice;
  let engine: Engine;
  before(async () => {
    database = await nodeDatabase();
  });
  after(() => database.close());

  function start(options: { graceMs?: number; seams?: Faults['seams'] } = {}): void {
    clock = new VirtualClock();
    device = new RecordedDevice();
    const { seams, ...rest } = options;
    const worker = seams?.worker
      ? () =>
          seams.worker!(() =>
            device.seams.worker!(() => {
              throw new Error('a real worker');
            }),
          )
      : device.seams.worker;
    engine = nodeEngine(database, { ...rest, seams: { ...device.seams, ...seams, ...(worker && { worker }), clock } });
    void engine.define({ name: 't', data }, {});
  }

  beforeEach(() => start());
  afterEach(() => engine.dispose());

  const ready = async (...plots: readonly NodePlot[]): Promise<void> => {
    await clock.until(Promise.all(plots.map((plot) => plot.until('ready'))));
    await clock.advance(1000);
    device.take();
  };

  it('draws the exact counts once the clock moves', async () => {
    const plot = await nodePlot(engine, B);
    await ready(plot);
    const reading = await plot.view.counts();
    const edges = reading!.edges[0] as readonly number[];
    const expected = edges.slice(1).map((hi, i) => data.b.filter((value) => value >= edges[i]! && value < hi).length);
    assert.deepEqual([...reading!.counts], expected);
  });

  it('makes one recording for a hundred moves within a frame, for the latest of them', async () => {
    const [a, b] = [await nodePlot(engine, A), await nodePlot(engine, B)];
    await ready(a, b);
    for (let to = 21; to <= 120; to++) a.view.brushTo({ x: [20, to], y: null });
    assert.equal(device.recordings.length, 0, 'nothing before the frame');
    await clock.advance(17);
    const drawn = device.take().filter(({ paints }) => paints.length > 0);
    assert.equal(drawn.length, 1);
    await clock.advance(100);
    const selection = a.view.selection!.ranges[0]!;
    assert.ok('lo' in selection);
    const inside = data.a.filter((value) => value >= Number(selection.lo) && value < Number(selection.hi)).length;
    assert.equal(
      (await b.view.counts())!.counts.reduce((x, y) => x + y),
      inside,
    );
  });

  it('publishes selections once per frame of its clock', async () => {
    const plot = await nodePlot(engine, A);
    await ready(plot);
    let published = 0;
    engine.events.on('selection', () => published++);
    for (let to = 21; to <= 70; to++) plot.view.select({ x: [20, to] });
    await clock.advance(15);
    assert.equal(published, 0);
    await clock.advance(1);
    assert.equal(published, 1);
  });

  it('draws a sample of many rows while the user zooms, and all rows once zooming has stopped for a while', async () => {
    await engine.dispose();
    start({
      seams: {
        backend: (backend) => {
          Object.assign(backend, { capabilities: { ...backend.capabilities, frameRows: ROWS / 5 } });
          device.seams.backend!(backend);
        },
      },
    });
    const plot = await nodePlot(engine, { ...A, zoom: '' });
    await ready(plot);
    /** The sample stride of each count since the last call. */
    const counted = (): number[] =>
      device
        .take()
        .flatMap(({ kernels }) => kernels)
        .flatMap((call) => ('sample' in call && call.sample ? [call.sample.stride] : []));
    for (let move = 1; move <= 3; move++) {
      plot.view.show({ x: [10, 40 + move] });
      // Real time makes no difference.
      await new Promise((resolve) => setTimeout(resolve, 2 * REST_MS));
      await clock.advance(REST_MS - 1);
      assert.deepEqual(new Set(counted()), new Set([5]), `after ${move} moves`);
    }
    await clock.advance(1 + 17);
    assert.deepEqual(new Set(counted()), new Set([1]));
    await clock.until(
      (async () => {
        for (let model = plot.models.at(-1)!; model.phase === 'ready' && model.approximate; model = plot.models.at(-1)!)
          await new Promise<void>((resolve) => clock.frame(resolve));
      })(),
    );
    assert.equal(
      (await plot.view.counts())!.counts.reduce((x, y) => x + y),
      data.a.filter((value) => value >= 10 && value < 43).length,
    );
  });

  it('does not count for a plot disposed before its frame', async () => {
    const [a, b, c] = [await nodePlot(engine, A), await nodePlot(engine, B), await nodePlot(engine, B)];
    await ready(a, b, c);
    const counted = async (act: () => void): Promise<ReadonlySet<string>> => {
      act();
      await clock.advance(100);
      return new Set(
        device
          .take()
          .flatMap(({ kernels }) => kernels)
          .flatMap((call) => ('out' in call ? [call.out] : [])),
      );
    };
    const [both, one] = [
      await counted(() => a.view.select({ x: [0, 10] })),
      await counted(() => {
        a.view.select({ x: [0, 20] });
        c.dispose();
      }),
    ];
    assert.deepEqual([both.size, one.size], [2, 1], `${[...both].join()}; ${[...one].join()}`);
  });

  it('requests no frame and starts no timer when nothing changes', async () => {
    const plot = await nodePlot(engine, A);
    await ready(plot);
    assert.equal(clock.waiting, 0);
    await clock.advance(60_000);
    assert.deepEqual(device.recordings, []);
  });

  it('updates the text summary only after a brush has stopped moving', async () => {
    const [a, b] = [await nodePlot(engine, A), await nodePlot(engine, B)];
    await ready(a, b);
    const summary = (): string => {
      const model = b.models.at(-1)!;
      return model.phase === 'ready' ? model.summary : model.phase;
    };
    const before = summary();
    a.view.select({ x: [0, 10] });
    await clock.advance(17);
    for (let move = 1; move <= 5; move++) {
      a.view.select({ x: [0, 10 + move] });
      await clock.advance(DESCRIBE_MS - 30);
      assert.equal(summary(), before, `after ${move} moves`);
    }
    await clock.advance(DESCRIBE_MS);
    assert.notEqual(summary(), before);
  });

  it('waits for an undefined name for exactly the time-out', async () => {
    const plot = await nodePlot(engine, { ...A, from: 'undefined-name' });
    await clock.advance(WAIT_FOR_NAME_MS - 1);
    assert.equal(plot.models.at(-1)?.phase, 'loading');
    await clock.advance(1);
    const model = plot.models.at(-1)!;
    assert.match(model.phase === 'error' ? model.error.message : model.phase, /plan\/unknown-query.*only "t"/);
  });

  it('keeps an unused column for the grace period of five minutes', async () => {
    await engine.dispose();
    start({ graceMs: 300_000 });
    const plot = await nodePlot(engine, A);
    await ready(plot);
    plot.dispose();
    await clock.advance(299_999);
    assert.equal((await engine.status()).residentColumns, 1);
    await clock.advance(1);
    assert.equal((await engine.status()).residentColumns, 0);
  });

  it('gives up workers that die three times within a minute, not those that die now and then', async () => {
    for (const [betweenMs, phase] of [
      [LOSSES_MS + 1, 'ready'],
      [1000, 'error'],
    ] as const) {
      await engine.dispose();
      const faults = new Faults();
      let kill: (() => void)[] = [];
      start({
        seams: {
          worker: (spawn) => {
            const worker = faults.seams.worker!(spawn);
            const listeners: ((event: { readonly message?: string }) => void)[] = [];
            kill.push(() => {
              worker.terminate();
              for (const listener of listeners) listener({ message: 'dead' });
            });
            return {
              ...worker,
              addEventListener: (type, listener) => {
                if (type === 'error') listeners.push(listener);
                worker.addEventListener(type, listener);
              },
            };
          },
        },
      });
      const plot = await nodePlot(engine, A);
      await ready(plot);
      for (let loss = 1; loss <= 3; loss++) {
        const dying = kill;
        kill = [];
        dying[0]!();
        await clock.advance(betweenMs);
      }
      await clock.until(plot.until(phase));
      assert.equal((await engine.status()).losses, 3);
      if (phase === 'error') continue;
      const counts = async (): Promise<Uint32Array> =>
        (await plot.view.counts())?.counts ?? new Promise<void>((resolve) => clock.frame(resolve)).then(counts);
      assert.equal(
        (await clock.until(counts())).reduce((x, y) => x + y),
        ROWS,
      );
    }
  });
});
