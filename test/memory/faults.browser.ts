/// <reference types="mocha" />
import { Engine, type EngineOptions } from '../../src/engine/engine';
import type { PlotAttributes } from '../../src/engine/grammar/plot-spec';
import type { Plot } from '../../src/engine/plot/plot';
import type { PlotModel } from '../../src/engine/plot/plot-model';
import { Faults, type FaultOptions } from '../../src/testing/index';
import { until } from '../harness/patience.mjs';
import { Random } from '../harness/random';

const ROWS = 50_000;
const random = new Random(3);
const normal = (): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: ROWS }, () => Math.fround(random.normal() * 10));
const data = { a: normal(), b: normal(), c: normal() };
type Column = keyof typeof data;
const PLOTS: readonly (readonly Column[])[] = [['a'], ['b'], ['c'], ['a', 'b']];

interface TestPlot {
  readonly view: Plot;
  readonly columns: readonly Column[];
  model: PlotModel | null;
}

/** A dashboard of four plots in a real page, with visible canvases. */
async function dashboard(options: EngineOptions): Promise<{ engine: Engine; plots: TestPlot[] }> {
  const engine = new Engine(options);
  void engine.define({ name: 't', data }, {});
  const plots: TestPlot[] = [];
  for (const columns of PLOTS) {
    const place = document.body.appendChild(document.createElement('div'));
    const { view } = await engine.createPlot({
      freshCanvas: () => document.createElement('canvas'),
      show: (canvas) => place.replaceChildren(canvas as HTMLCanvasElement),
      render: (model) => {
        if (plot) plot.model = model;
      },
      onPainted: () => undefined,
      onZoomed: () => undefined,
      onSelected: () => {
        throw new Error(OWN_ERROR);
      },
    });
    const plot: TestPlot = { view, columns, model: null };
    plots.push(plot);
    view.setTheme({ accent: [0, 0, 200, 1], context: [200, 200, 200, 1], dark: false, ramp: '' });
    view.resize(300, 200, 1);
    const [x, y] = columns;
    const attributes = y
      ? { mark: 'density', x: x!, y, brush: 'xy' }
      : { mark: 'bar', x: `bin(${x})`, y: 'count()', brush: 'x' };
    view.update({ from: 't', xDomain: null, yDomain: null, ...attributes } as PlotAttributes);
  }
  return { engine, plots };
}

async function settled(plots: readonly TestPlot[]): Promise<void> {
  let before = '';
  let same = 0;
  await until(
    'the counts stay',
    async () => {
      const texts = await Promise.all(
        plots.map(async ({ view, model }) =>
          model?.phase === 'ready' ? ((await view.counts().catch(() => null))?.counts.join() ?? 'wait') : 'wait',
        ),
      );
      same = texts.join('|') === before && !texts.includes('wait') ? same + 1 : 0;
      before = texts.join('|');
      return same === 4;
    },
    { explain: () => plots.map(({ model }) => (model?.phase === 'error' ? model.error.message : model?.phase)).join() },
  );
}

async function check(plots: readonly TestPlot[], what: string): Promise<void> {
  await settled(plots);
  const selections = plots.map(({ view }) => view.selection!.ranges);
  for (const [i, { view, columns }] of plots.entries()) {
    const { edges, counts } = (await view.counts())!;
    const expected = new Uint32Array(counts.length);
    const bin = (value: number, at: readonly number[]): number =>
      value >= at[0]! && value < at[at.length - 1]! ? at.findLastIndex((edge) => edge <= value) : -1;
    for (let row = 0; row < ROWS; row++) {
      if (
        !selections.every(
          (ranges, other) =>
            other === i ||
            ranges.every(
              ({ expression, lo, hi }) =>
                data[expression as Column][row]! >= lo && data[expression as Column][row]! < hi,
            ),
        )
      )
        continue;
      const [x, y = 0] = columns.map((column, axis) => bin(data[column][row]!, edges[axis]!));
      if (x! >= 0 && y >= 0) expected[y * (edges[0]!.length - 1) + x!]!++;
    }
    if (counts.join() !== expected.join())
      throw new Error(
        `${what}: plot ${i} (${view.note ?? 'by kernels'}) counts ${counts.reduce((a, b) => a + b, 0)}, expected ${expected.reduce((a, b) => a + b, 0)}`,
      );
  }
}

const FAULTS: readonly (readonly [what: string, options: FaultOptions, bytes?: number])[] = [
  ['no fault', {}],
  ['the first allocations fail', { failAllocation: [1, 2, 3] }],
  ['a later allocation fails', { failAllocation: [9, 14] }],
  ['reservations are refused', { refuseReservation: [1, 3] }],
  ['the device is lost at its third submit', { loseDeviceAtSubmit: 3 }],
  ['the device is lost repeatedly', { loseDeviceAtSubmit: [2, 9, 16, 23] }],
  ['counts and rows arrive late', { mapDelayMs: 40, readDelayMs: 40 }],
  ['a worker dies', { killWorkerAtMessage: 7 }],
  ['a listener on the engine throws', { throwAtEvent: [1, 2, 3, 5, 8] }],
  ['two thirds of the columns fit', {}, 500_000],
  ['no column fits', {}, 1000],
];

/** Faults that can occur on one backend only. */
const ONLY_ON: Partial<Record<keyof FaultOptions, 'cpu' | 'webgpu'>> = {
  failAllocation: 'webgpu',
  loseDeviceAtSubmit: 'webgpu',
  killWorkerAtMessage: 'cpu',
};

function meets(backend: 'cpu' | 'webgpu', options: FaultOptions): boolean {
  return (Object.keys(options) as (keyof FaultOptions)[]).some(
    (name) => !name.endsWith('Ms') && (ONLY_ON[name] ?? backend) === backend,
  );
}

/** Errors of listeners are reported, as intended; mocha would count them as failures. */
const report = globalThis.reportError;
const OWN_ERROR = 'a listener of the dashboard that throws';
let thrown: string[] = [];

for (const backend of ['cpu', 'webgpu'] as const) {
  describe(`a dashboard with faults, on ${backend}`, () => {
    beforeEach(() => {
      thrown = [];
      globalThis.reportError = (error) => {
        thrown.push((error as Error).message);
      };
    });
    afterEach(() => {
      globalThis.reportError = report;
    });
    for (const [what, options, bytes] of FAULTS) {
      it(what, async () => {
        const faults = new Faults(options);
        const { engine, plots } = await dashboard({
          backend,
          seams: faults.seams,
          ...(bytes !== undefined && { memory: { gpuBytes: bytes, jsBytes: bytes } }),
        });
        try {
          await check(plots, 'all rows');
          // Until its code has loaded, a plot selects later.
          await plots[0]!.view.interactive();
          plots[0]!.view.brushTo({ x: [40, 160], y: null });
          plots[3]!.view.select({ x: [-8, 12], y: [-20, 5.5] });
          await check(plots, 'two brushes');
          plots[1]!.view.resize(220, 160, 1);
          await check(plots, 'another size');
        } finally {
          await engine.dispose();
        }
        if (!thrown.includes(OWN_ERROR)) throw new Error('the listener that throws was never called');
        if (
          options.throwAtEvent &&
          thrown.filter((message) => message.startsWith('simulated: event')).length !== faults.counts.struck
        )
          throw new Error(`reported: ${thrown.join()}`);
        if (meets(backend, options) !== faults.counts.struck > 0)
          throw new Error(`${faults.counts.struck} faults occurred: ${JSON.stringify(faults.counts)}`);
        const { gpu, js, owners } = engine.memory.report();
        if (gpu.usedBytes + js.usedBytes !== 0) throw new Error(`allocated at the end: ${JSON.stringify(owners)}`);
        if (backend === 'webgpu' && !options.loseDeviceAtSubmit && faults.counts.liveBytes !== 0)
          throw new Error(`${faults.counts.liveBytes} bytes of buffers alive`);
      });
    }
  });
}
