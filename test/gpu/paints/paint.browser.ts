/// <reference types="mocha" />
import type { ColumnId, Encoding } from '../../../src/engine/columns/column';
import { createCpuBackend } from '../../../src/engine/cpu/cpu-backend';
import type { Backend } from '../../../src/engine/frame/backend';
import type { Box } from '../../../src/engine/frame/box';
import type { KernelCall, SlotId, SurfaceId } from '../../../src/engine/frame/recording';
import type { SurfacePaint } from '../../../src/engine/frame/surface-paint';
import { createGpuBackend } from '../../../src/engine/gpu/gpu-backend';
import type { BarsPaint } from '../../../src/engine/paints/bars';
import type { CellsPaint } from '../../../src/engine/paints/cells';
import type { Paint } from '../../../src/engine/paints/index';
import { countBy } from '../../harness/aggregate-calls';
import { binsOf, clauseOf, columnOf } from '../../harness/columns';
import { Random } from '../../harness/random';
import '../../harness/all-vectors';

const F32: Encoding = { kind: 'f32' };
const NX = 37;
const NY = 23;
const BARS = 'bars' as SurfaceId;
const CELLS = 'cells' as SurfaceId;
const WIDTH = 301;
const HEIGHT = 149;
const BARS_BOX = { x: 40, y: 7, width: 250, height: 120 };
const CELLS_BOX = { x: 5, y: 9, width: 211, height: 130 };

const bins = (column: string, count: number, last = 3) =>
  binsOf(F32, {
    column,
    edges: Array.from({ length: count + 1 }, (_, i) => -3 + ((last + 3) * i) / count),
    even: true,
  });

const slots = { all: 'all' as SlotId, some: 'some' as SlotId, grid: 'grid' as SlotId, someGrid: 'someGrid' as SlotId };
const some = [clauseOf(F32, { column: 'y', lo: -1, hi: 0.5 })];
const kernels: KernelCall[] = [
  countBy([bins('x', NX)], [], slots.all),
  countBy([bins('x', NX)], some, slots.some),
  countBy([bins('x', NX), bins('y', NY)], [], slots.grid),
  countBy([bins('x', NX), bins('y', NY)], some, slots.someGrid),
];

/** Bars of all rows, with bars of some rows over them. */
function bars(changes: Partial<BarsPaint> = {}): SurfacePaint {
  const all: BarsPaint = {
    paint: 'bars',
    counts: slots.all,
    color: [200, 200, 210, 1],
    gapPx: 1,
    yMax: 333.3,
    edgesPx: Float32Array.from({ length: NX + 1 }, (_, i) => (i * 250) / NX),
    ...changes,
  };
  return picture(BARS, BARS_BOX, [all, { ...all, counts: slots.some, color: [30, 90, 200, 0.75] }]);
}

function cells(changes: Partial<CellsPaint> = {}): CellsPaint {
  const ramp = Uint8ClampedArray.from(
    { length: 1024 },
    (_, i) => [i >> 2, 255 - (i >> 2), 128, 55 + (200 * (i >> 2)) / 255][i % 4]!,
  );
  return {
    paint: 'cells',
    grid: { x: 0, y: 0, width: 211, height: 130 },
    counts: slots.grid,
    nx: NX,
    ny: NY,
    ramp,
    transfer: 'sqrt',
    ...changes,
  };
}

const picture = (surface: SurfaceId, box: Box, paints: readonly Paint[]): SurfacePaint => ({
  surface,
  widthPx: WIDTH,
  heightPx: HEIGHT,
  panels: [{ box, paints }],
});
const cellsPicture = (...paints: readonly Paint[]): SurfacePaint => picture(CELLS, CELLS_BOX, paints);

/** Straight-alpha RGBA pixels of a canvas. Must be called in the task that painted it. */
function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, copy.width, copy.height).data;
}

/**
 * Premultiplied channels may differ by rounding. Alpha shows differences of geometry: no pixel may be painted on one
 * side only.
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

describe('webgpu painters match the cpu backend:', () => {
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
      }
    }
  });
  after(() => {
    gpu.dispose();
    cpu.dispose();
    canvases.forEach((canvas) => canvas.remove());
  });

  async function both(paint: SurfacePaint, subject: string): Promise<number> {
    await gpu.execute({ kernels, paints: [paint] });
    const fromGpu = pixelsOf(canvases.get(`webgpu ${paint.surface}`)!);
    await cpu.execute({ kernels, paints: [paint] });
    return compare(fromGpu, pixelsOf(canvases.get(`cpu ${paint.surface}`)!), subject);
  }

  function more(painted: number, than: number): void {
    if (painted <= than) throw new Error(`only ${painted} pixels are painted`);
  }

  it('bars with several values of yMax', async () => {
    for (const yMax of [333.3, 1, 97, 8000, 1e9, 0.5]) more(await both(bars({ yMax }), `bars to ${yMax}`), 30);
  });

  it('bars above a baseline', async () => {
    for (const baselinePx of [1, 30.4, 119]) more(await both(bars({ baselinePx }), `bars from ${baselinePx}`), 1);
  });

  it('bars narrower than a pixel, and bars with fractional edges', async () => {
    more(await both(bars({ edgesPx: Float32Array.from({ length: NX + 1 }, (_, i) => i * 0.4) }), 'narrow'), 100);
    more(
      await both(bars({ gapPx: 0, edgesPx: Float32Array.from({ length: NX + 1 }, (_, i) => i * 6.5) }), 'odd edges'),
      1000,
    );
  });

  it('a cleared canvas without bars if yMax is 0', async () => {
    const painted = await both(bars({ yMax: 0 }), 'yMax 0');
    if (painted !== 0) throw new Error(`${painted} pixels are painted`);
  });

  it('cells with every transfer', async () => {
    for (const transfer of ['linear', 'sqrt', 'log'] as const)
      more(await both(cellsPicture(cells({ transfer })), transfer), 5000);
  });

  it('cells over other cells, opaque or translucent', async () => {
    const ramp = Uint8ClampedArray.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 90 + (i >> 4) : 200));
    for (const alpha of [255, 120]) {
      const above = Uint8ClampedArray.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? alpha : i >> 2));
      const paints = [cells({ ramp }), cells({ counts: slots.someGrid, ramp: above })];
      more(await both(cellsPicture(...paints), `over others by ${alpha}`), 5000);
    }
  });

  it('cells of different boxes and bars, on top of each other, in two panels', async () => {
    const [below, above] = [cells(), cells({ counts: slots.someGrid, grid: { x: 20, y: 30, width: 90, height: 70 } })];
    const [left, right] = [
      { ...CELLS_BOX, width: 120 },
      { ...CELLS_BOX, x: 150, width: 140 },
    ];
    const [all] = bars().panels[0]!.paints;
    const mixed: SurfacePaint = {
      surface: CELLS,
      widthPx: WIDTH,
      heightPx: HEIGHT,
      panels: [
        { box: left, paints: [below, all!, above] },
        { box: right, paints: [all!, below] },
      ],
    };
    more(await both(mixed, 'two panels'), 5000);
  });

  it('cells smaller than a pixel, as large as the surface, and beyond the panel', async () => {
    const of = (box: Box, grid: Box = { ...box, x: 0, y: 0 }) => picture(CELLS, box, [cells({ grid })]);
    more(await both(of({ x: 0, y: 0, width: 20, height: 11 }), 'small box'), 20);
    more(await both(of({ x: 0, y: 0, width: WIDTH, height: HEIGHT }), 'whole surface'), 10000);
    more(
      await both(of({ x: 30, y: 20, width: 90, height: 60 }, { x: -40, y: -9, width: 211, height: 130 }), 'beyond'),
      3000,
    );
  });

  it('vector paints alone, over cells and bars, and beyond their panel', async () => {
    const floats = (length: number, of: (i: number) => number) => Float64Array.from({ length }, (_, i) => of(i));
    const colors = (alpha: number) =>
      Uint32Array.from({ length: 12 }, (_, i) => ((alpha << 24) | (i * 1_234_567)) >>> 0);
    const rects = (alpha: number): Paint => ({
      paint: 'rects',
      x: floats(12, (i) => i * 19.3 - 20),
      y: floats(12, (i) => 100 - i * 7),
      width: floats(12, () => 15.2),
      height: floats(12, (i) => 40 + i),
      fill: colors(alpha),
      radiusPx: alpha % 9,
      stroke: { color: 0xff00aa00, widthPx: 2 },
    });
    const lines = (alpha: number): Paint => ({
      paint: 'lines',
      x: floats(60, (i) => (i % 30) * 9 - 20),
      y: floats(60, (i) => 70 + 60 * Math.sin(i / 3)),
      starts: Uint32Array.of(0, 30, 60),
      widthPx: 4.5,
      color: colors(alpha),
      overflows: true,
    });
    const areas = (alpha: number): Paint => ({
      paint: 'areas',
      along: 'x',
      at: floats(30, (i) => i * 9 - 20),
      from: floats(30, (i) => (i === 9 ? NaN : 110 - i)),
      to: floats(30, (i) => 70 + 60 * Math.sin(i / 3)),
      starts: Uint32Array.of(0, 30),
      fill: (alpha << 24) | 0x33aa77,
    });
    const symbols = (alpha: number): Paint => ({
      paint: 'symbols',
      x: floats(12, (i) => i * 19.3),
      y: floats(12, (i) => 100 - i * 7.7),
      size: floats(12, (i) => 40 * i),
      shape: Uint8Array.from({ length: 12 }, (_, i) => i % 7),
      fill: colors(alpha),
      stroke: { color: 0xff00aa00, widthPx: 1.5 },
      opacity: 0.8,
      overflows: true,
    });
    const arcs = (alpha: number): Paint => ({
      paint: 'arcs',
      x: 100,
      y: 60,
      innerRadius: 20,
      outerRadius: 80,
      startAngle: floats(12, (i) => i / 2),
      endAngle: floats(12, (i) => i / 2 + 0.5),
      padAngle: 0.03,
      fill: colors(alpha),
    });
    const [all] = bars().panels[0]!.paints;
    for (const alpha of [255, 130]) {
      more(await both(cellsPicture(areas(alpha), arcs(alpha), symbols(alpha)), `shapes of alpha ${alpha}`), 3000);
      more(await both(cellsPicture(rects(alpha), lines(alpha)), `vectors of alpha ${alpha}`), 3000);
      const between = [rects(alpha), cells({ grid: { x: 20, y: 30, width: 90, height: 70 } }), lines(alpha), all!];
      more(await both(cellsPicture(cells(), ...between, rects(alpha)), `between others, alpha ${alpha}`), 5000);
    }
  });

  it('both surfaces in one recording, twice, after a resize', async () => {
    const larger = { widthPx: WIDTH + 20, heightPx: HEIGHT + 10 };
    const paints = [cellsPicture(cells()), bars()].map((paint) => ({ ...paint, ...larger }));
    const recording = { kernels, paints };
    await gpu.execute(recording);
    await gpu.execute({ kernels: [], paints: recording.paints });
    const fromGpu = [BARS, CELLS].map((id) => pixelsOf(canvases.get(`webgpu ${id}`)!));
    await cpu.execute(recording);
    [BARS, CELLS].forEach((id, i) => more(compare(fromGpu[i]!, pixelsOf(canvases.get(`cpu ${id}`)!), id), 1000));
    for (const { width, height } of canvases.values())
      if (width !== larger.widthPx || height !== larger.heightPx) throw new Error(`a canvas has ${width} × ${height}`);
  });

  it('an empty picture on a surface without area', async () => {
    await gpu.execute({ kernels, paints: [{ ...bars(), widthPx: 0, heightPx: 0 }] });
    gpu.unload('none' as ColumnId);
  });
});
