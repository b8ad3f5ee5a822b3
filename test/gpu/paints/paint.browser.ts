/// <reference types="mocha" />
import type { ColumnId, Encoding } from '../../../src/engine/columns/column';
import { createCpuBackend } from '../../../src/engine/cpu/cpu-backend';
import type { Backend } from '../../../src/engine/frame/backend';
import type { BarsPaint, CellsPaint, KernelCall, Paint, SlotId, SurfaceId } from '../../../src/engine/frame/recording';
import { createGpuBackend } from '../../../src/engine/gpu/gpu-backend';
import { binsOf, clauseOf, columnOf } from '../../harness/columns';
import { Random } from '../../harness/random';

const F32: Encoding = { kind: 'f32' };
const NX = 37;
const NY = 23;
const BARS = 'bars' as SurfaceId;
const CELLS = 'cells' as SurfaceId;
const WIDTH = 301;
const HEIGHT = 149;

const bins = (column: string, count: number, last = 3) =>
  binsOf(F32, {
    column,
    edges: Array.from({ length: count + 1 }, (_, i) => -3 + ((last + 3) * i) / count),
    even: true,
  });

const slots = { all: 'all' as SlotId, some: 'some' as SlotId, grid: 'grid' as SlotId, someGrid: 'someGrid' as SlotId };
const some = [clauseOf(F32, { column: 'y', lo: -1, hi: 0.5 })];
const kernels: KernelCall[] = [
  { kernel: 'bin1d', x: bins('x', NX), clauses: [], out: slots.all },
  { kernel: 'bin1d', x: bins('x', NX), clauses: some, out: slots.some },
  { kernel: 'bin2d', x: bins('x', NX), y: bins('y', NY), clauses: [], out: slots.grid },
  { kernel: 'bin2d', x: bins('x', NX), y: bins('y', NY), clauses: some, out: slots.someGrid },
];

function bars(changes: Partial<BarsPaint> = {}): BarsPaint {
  return {
    paint: 'bars',
    surface: BARS,
    box: { x: 40, y: 7, width: 250, height: 120 },
    gapPx: 1,
    yMax: 333.3,
    edgesPx: Float32Array.from({ length: NX + 1 }, (_, i) => (i * 250) / NX),
    layers: [
      { counts: slots.all, colour: [200, 200, 210, 1] },
      { counts: slots.some, colour: [30, 90, 200, 0.75] },
    ],
    ...changes,
  };
}

function cells(changes: Partial<CellsPaint> = {}): CellsPaint {
  const ramp = Uint8ClampedArray.from(
    { length: 1024 },
    (_, i) => [i >> 2, 255 - (i >> 2), 128, 55 + (200 * (i >> 2)) / 255][i % 4]!,
  );
  return {
    paint: 'cells',
    surface: CELLS,
    box: { x: 5, y: 9, width: 211, height: 130 },
    counts: slots.grid,
    nx: NX,
    ny: NY,
    ramp,
    transfer: 'sqrt',
    under: null,
    ...changes,
  };
}

/** Straight-alpha RGBA of what a canvas shows, which must be asked for in the task that painted it. */
function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, copy.width, copy.height).data;
}

/**
 * Premultiplied channels may differ by rounding; alpha tells geometry apart, so no pixel may be painted on one side
 * alone.
 */
function compare(gpu: Uint8ClampedArray, cpu: Uint8ClampedArray, subject: string): number {
  let painted = 0;
  for (let i = 0; i < cpu.length; i += 4) {
    if (cpu[i + 3]! > 0) painted++;
    const alphas = [gpu[i + 3]! / 255, cpu[i + 3]! / 255] as const;
    for (let c = 0; c < 4; c++) {
      const [a, b] = c === 3 ? [gpu[i + 3]!, cpu[i + 3]!] : [gpu[i + c]! * alphas[0], cpu[i + c]! * alphas[1]];
      if (Math.abs(a - b) > 3) {
        const pixel = i / 4;
        throw new Error(
          `${subject}: pixel (${pixel % WIDTH}, ${Math.floor(pixel / WIDTH)}): gpu ${gpu.slice(i, i + 4)}, cpu ${cpu.slice(i, i + 4)}`,
        );
      }
    }
  }
  if (gpu.length !== cpu.length) throw new Error(`${subject}: sizes differ`);
  return painted;
}

describe('webgpu painters against the cpu backend', () => {
  let gpu: Backend;
  let cpu: Backend;
  const canvases = new Map<string, HTMLCanvasElement>();

  before(async () => {
    gpu = await createGpuBackend();
    cpu = createCpuBackend({ workers: 1 });
    const random = new Random(3);
    const xs = Array.from({ length: 8000 }, () => Math.fround(random.normal()));
    const ys = xs.map((x) => (random.next() < 0.2 ? null : Math.fround(x * 0.5 + random.normal() * 0.7)));
    for (const backend of [gpu, cpu]) {
      await backend.load(columnOf('x', { encoding: F32, values: xs }));
      await backend.load(columnOf('y', { encoding: F32, values: ys }));
      for (const id of [BARS, CELLS]) {
        const canvas = document.createElement('canvas');
        document.body.append(canvas);
        canvases.set(`${backend.kind} ${id}`, canvas);
        backend.attach(id, canvas);
        backend.resize(id, WIDTH, HEIGHT);
      }
    }
  });
  after(() => {
    gpu.dispose();
    cpu.dispose();
    canvases.forEach((canvas) => canvas.remove());
  });

  async function both(paint: Paint, subject: string): Promise<number> {
    await gpu.execute({ kernels, paints: [paint] });
    const fromGpu = pixelsOf(canvases.get(`webgpu ${paint.surface}`)!);
    await cpu.execute({ kernels, paints: [paint] });
    return compare(fromGpu, pixelsOf(canvases.get(`cpu ${paint.surface}`)!), subject);
  }

  function more(painted: number, than: number): void {
    if (painted <= than) throw new Error(`only ${painted} pixels are painted`);
  }

  it('bars at several scales', async () => {
    for (const yMax of [333.3, 1, 97, 8000, 1e9, 0.5]) more(await both(bars({ yMax }), `bars to ${yMax}`), 30);
  });

  it('bars narrower than a pixel, and on odd edges', async () => {
    more(await both(bars({ edgesPx: Float32Array.from({ length: NX + 1 }, (_, i) => i * 0.4) }), 'narrow'), 100);
    more(
      await both(bars({ gapPx: 0, edgesPx: Float32Array.from({ length: NX + 1 }, (_, i) => i * 6.5) }), 'odd edges'),
      1000,
    );
  });

  it('no bars where yMax is 0, but clears', async () => {
    const painted = await both(bars({ yMax: 0 }), 'yMax 0');
    if (painted !== 0) throw new Error(`${painted} pixels are painted`);
  });

  it('cells by every transfer', async () => {
    for (const transfer of ['linear', 'sqrt', 'log'] as const) more(await both(cells({ transfer }), transfer), 5000);
  });

  it('cells with others under them', async () => {
    const opaque = Uint8ClampedArray.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : i >> 2));
    const under = {
      counts: slots.grid,
      ramp: Uint8ClampedArray.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 90 + (i >> 4) : 200)),
    };
    more(await both(cells({ counts: slots.someGrid, ramp: opaque, under }), 'under'), 5000);
  });

  it('cells smaller than a pixel and larger than the box', async () => {
    more(await both(cells({ box: { x: 0, y: 0, width: 20, height: 11 } }), 'small box'), 20);
    more(await both(cells({ box: { x: 0, y: 0, width: WIDTH, height: HEIGHT } }), 'whole surface'), 10000);
  });

  it('both surfaces in one recording, twice, after a resize', async () => {
    for (const backend of [gpu, cpu]) for (const id of [BARS, CELLS]) backend.resize(id, WIDTH + 20, HEIGHT + 10);
    const recording = { kernels, paints: [cells(), bars()] };
    await gpu.execute(recording);
    await gpu.execute({ kernels: [], paints: recording.paints });
    const fromGpu = [BARS, CELLS].map((id) => pixelsOf(canvases.get(`webgpu ${id}`)!));
    await cpu.execute(recording);
    [BARS, CELLS].forEach((id, i) => more(compare(fromGpu[i]!, pixelsOf(canvases.get(`cpu ${id}`)!), id), 1000));
  });

  it('nothing on a surface without area', async () => {
    gpu.resize(BARS, 0, 0);
    await gpu.execute({ kernels, paints: [bars()] });
    gpu.resize(BARS, WIDTH, HEIGHT);
    gpu.unload('none' as ColumnId);
  });
});
