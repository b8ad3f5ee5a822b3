/// <reference types="node" />
// Medians of the CPU time (not wall time, so that other work matters less) of rasterizing vector paints, without the
// transfer to a canvas:
// npx tsx --import ./test/wgsl-hooks.mjs bench/paints.ts [runs] [words of a case]
import { Surfaces } from '../src/engine/cpu/paints/surfaces';
import type { Surface } from '../src/engine/frame/backend';
import type { SurfaceId } from '../src/engine/frame/ids';
import type { SymbolsPaint } from '../src/engine/paints/symbols';
import type { VectorPaint } from '../src/engine/paints/vectors';
import { RecordingContext } from '../test/cpu/paints/recording-context';
import { Random } from '../test/harness/random';
import { median } from './median';
import '../test/harness/all-vectors';

const WIDTH = 1600;
const HEIGHT = 800;
const runs = Number(process.argv[2] ?? 60);
const random = new Random(5);
const floats = (length: number, value: (i: number) => number) => Float64Array.from({ length }, (_, i) => value(i));

function linesOf(count: number, points: number, dash?: readonly number[]): VectorPaint {
  const starts = Uint32Array.from({ length: count + 1 }, (_, i) => i * points);
  const x = floats(count * points, (i) => ((i % points) * WIDTH) / (points - 1));
  let level = 0;
  const y = floats(count * points, (i) => {
    if (i % points === 0) level = HEIGHT * random.next();
    level += (random.next() - 0.5) * 60;
    return level;
  });
  const color = Uint32Array.from({ length: count }, () => 0xff000000 | Math.floor(random.next() * 2 ** 24));
  return { paint: 'lines', x, y, starts, widthPx: 3, color, ...(dash ? { dash } : {}) };
}

function circles(count: number, diameter: number): SymbolsPaint {
  return {
    paint: 'symbols',
    x: floats(count, () => WIDTH * random.next()),
    y: floats(count, () => HEIGHT * random.next()),
    size: Math.PI * (diameter / 2) ** 2,
    shape: 'circle',
    fill: 0xb0336699,
  };
}

function areasOf(count: number, points: number): VectorPaint {
  const starts = Uint32Array.from({ length: count + 1 }, (_, i) => i * points);
  const at = floats(count * points, (i) => ((i % points) * WIDTH) / (points - 1));
  const level = (i: number) => HEIGHT - 100 * i + 40 * random.next();
  const from = floats(count * points, (i) => level(Math.floor(i / points)));
  const to = floats(count * points, (i) => level(Math.floor(i / points) + 1));
  return { paint: 'areas', along: 'x', at, from, to, starts, fill: 0xff336699 };
}

const cases: Record<string, VectorPaint> = {
  '1,000 rects': {
    paint: 'rects',
    x: floats(1000, (i) => i * 1.6),
    y: floats(1000, (i) => HEIGHT - ((i * 37) % 200)),
    width: floats(1000, () => 1.6),
    height: floats(1000, (i) => (i * 37) % 200),
    fill: 0xff336699,
  },
  '1,000 cells that fill the panel': {
    paint: 'rects',
    x: floats(1000, (i) => (i % 40) * 40),
    y: floats(1000, (i) => Math.floor(i / 40) * 32),
    width: floats(1000, () => 40),
    height: floats(1000, () => 32),
    fill: 0xff336699,
  },
  '8 lines of 52 points': linesOf(8, 52),
  '8 dashed lines of 52 points': linesOf(8, 52, [6, 4]),
  '1 line of 50,000 points': linesOf(1, 50_000),
  '20,000 circles of 4 pixels': circles(20_000, 4),
  '20,000 hollow circles of 6 pixels': { ...circles(20_000, 6), fill: 0, stroke: { color: 0xff336699, widthPx: 1.5 } },
  '8 areas of 52 points': areasOf(8, 52),
};

const only = process.argv[3] ?? '';
for (const [name, paint] of Object.entries(cases).filter(([name]) => name.includes(only))) {
  const surfaces = new Surfaces();
  const surface = 'canvas' as SurfaceId;
  const context = new RecordingContext();
  surfaces.attach(surface, { width: WIDTH, height: HEIGHT, getContext: () => context } as unknown as Surface);
  const panel = { box: { x: 0, y: 0, width: WIDTH, height: HEIGHT }, paints: [paint] };
  const picture = { surface, widthPx: WIDTH, heightPx: HEIGHT, panels: [panel] };
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    surfaces.paint(picture, () => new Uint32Array());
    times.push(process.cpuUsage(start).user / 1000);
  }
  console.log(`${name.padEnd(34)} ${median(times).toFixed(2)} ms, at best ${Math.min(...times).toFixed(2)}`);
}
