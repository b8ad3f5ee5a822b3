import { orderOfSeries } from '../../../src/engine/plan/layout/series';
import type { Channel } from '../../../src/engine/grammar/channel';
import type { ChannelName } from '../../../src/engine/grammar/channel-name';
import { parsePlotSpec, type MarkOptions } from '../../../src/engine/grammar/plot-spec';
import type { PositionChannel } from '../../../src/engine/grammar/position-channel';
import type { LayerTable, TableColumn } from '../../../src/engine/plan/layer-table';
import type { LabelPlace, Mark, RowStyles, TableScene } from '../../../src/engine/plan/mark';
import type { Paint } from '../../../src/engine/paints/index';
import { BandScale } from '../../../src/engine/scales/band-scale';
import { LinearScale } from '../../../src/engine/scales/linear-scale';
import type { Scale } from '../../../src/engine/scales/scale';
import '../../harness/all-vectors';

/** A panel of 100 × 100 device pixels. */
const box = { x: 0, y: 0, width: 100, height: 100 };

export function numbers(...values: readonly number[]): TableColumn {
  return { type: { kind: 'number', integer: false }, values: Float64Array.from(values) };
}

export function labels(all: readonly string[], ...codes: readonly number[]): TableColumn {
  return { type: { kind: 'category', labels: all }, values: Float64Array.from(codes) };
}

export function linear(lo: number, hi: number): Scale {
  return new LinearScale([lo, hi], false);
}

export function band(...all: readonly string[]): Scale {
  return new BandScale([0, all.length], all);
}

/** What a mark paints for a table; `fill` of row i is i + 1. */
export function painted(mark: Mark, ...args: TableArguments): Paint {
  return mark.table!.paint(sceneOf(mark, ...args))[0]!;
}

/** All that a mark draws for a table. */
export function allPainted(mark: Mark, ...args: TableArguments): readonly Paint[] {
  return mark.table!.paint(sceneOf(mark, ...args));
}

/** The places where a mark puts the texts of a table. */
export function labelled(mark: Mark, ...args: TableArguments): readonly LabelPlace[] {
  return mark.table!.labels!(sceneOf(mark, ...args));
}

type TableArguments = Parameters<typeof sceneOf> extends [unknown, ...infer Rest] ? Rest : never;

function sceneOf(
  mark: Mark,
  columns: { readonly [channel in ChannelName]?: TableColumn },
  scales: Readonly<Record<PositionChannel, Scale>>,
  options: Partial<MarkOptions> = {},
  valueChannel: PositionChannel | null = 'y',
  styles: Partial<RowStyles> = {},
): TableScene {
  const all = new Map(Object.entries(columns) as [ChannelName, TableColumn][]);
  const rows = [...all.values()][0]!.values.length;
  const table: LayerTable = { rows, columns: all };
  const none = parsePlotSpec({ from: 't', mark: 'bar', x: 'a' }).layers[0].options;
  const placing = { table, channels: channelsOf(all), options: { ...none, ...options }, valueChannel };
  const scene: TableScene = {
    ...placing,
    box,
    pixelRatio: 1,
    scales,
    instances: mark.table!.place({ ...placing, besideShapes: [], seriesOrder: orderOfSeries(table, []) }),
    fill: Uint32Array.from({ length: rows }, (_, row) => row + 1),
    beneath: null,
    areasCss: null,
    shapes: null,
    ...styles,
    theme: { dark: false, accent: [0, 0, 0, 1], context: [0, 0, 0, 1], ramp: '' },
  };
  return scene;
}

/** Every column is a channel of the same name. */
function channelsOf(columns: ReadonlyMap<ChannelName, TableColumn>): ReadonlyMap<ChannelName, Channel> {
  return new Map(Array.from(columns.keys(), (name) => [name, { kind: 'value', expression: name }]));
}
