import { missingChannel } from '../missing-channel';
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../grammar/plot-attributes';
import { pointsAt } from '../instances';
import { pointsOf } from '../layout/slots';
import type { Mark, TableMark, TableScene } from '../mark';
import { tableNeeds } from '../table-needs';
import type { SymbolsPaint } from '../../paints/symbols';
import type { Colors } from '../../paints/vector-paint';
import { crowdedLook } from '../shapes/crowded-look';
import { sidesPx } from '../shapes/pixels';

/** The area of a symbol in square CSS pixels. */
const AREA_CSS = 40;
const CROWD = { few: 100, areaCss: AREA_CSS, leastAreaCss: 10 };
const STROKE_CSS = 1.5;

/** A symbol for each row or group. */
const tablePoints: TableMark = {
  noun: 'point',
  hasBaseline: false,
  pointing: 'nearest',
  drawsPoints: true,
  hasValueAxis: false,

  looks(rows, { hollow }) {
    const look = crowdedLook(rows, CROWD);
    // Outlines let others show through.
    return hollow ? { ...look, opacity: 1 } : look;
  },

  place(placing) {
    return { x: pointsAt(pointsOf(placing, 'x')), y: pointsAt(pointsOf(placing, 'y')) };
  },

  paint(scene) {
    const { box, options, pixelRatio, fill } = scene;
    const squared = pixelRatio * pixelRatio;
    const areasCss = scene.areasCss ?? AREA_CSS;
    const size = typeof areasCss === 'number' ? areasCss * squared : areasCss.map((area) => area * squared);
    const symbol = options.symbol === 'triangle' ? 'triangle-up' : (options.symbol ?? 'circle');
    const shape = typeof scene.shapes === 'number' ? new Uint8Array(fill.length).fill(scene.shapes) : scene.shapes;
    const order = drawingOrder(fill.length, scene.beneath, typeof size === 'number' ? null : size);
    const colors = options.hollow
      ? { stroke: { color: fill, widthPx: (options.strokeWidth ?? STROKE_CSS) * pixelRatio } }
      : { fill };
    // A symbol at the edge is drawn whole; one whose middle is outside is not drawn.
    const x = inside(sidesPx(scene, 'x').from, box.width);
    const y = inside(sidesPx(scene, 'y').from, box.height);
    const symbols = { paint: 'symbols', x, y, size, shape: shape ?? symbol, ...colors, overflows: true } as const;
    return [order ? inOrder(symbols, order) : symbols];
  },
};

/** Rows that are `beneath` come first, then large symbols, so that they hide no small ones. Null: the order of rows. */
function drawingOrder(rows: number, beneath: TableScene['beneath'], sizes: Float64Array | null): Uint32Array | null {
  if (!beneath && !sizes) return null;
  const layerOf = (row: number): number => beneath?.[row] ?? 0;
  const sizeOf = (row: number): number => sizes?.[row] ?? 0;
  return Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => layerOf(b) - layerOf(a) || sizeOf(b) - sizeOf(a),
  );
}

function inOrder({ x, y, size, shape, fill, stroke, ...rest }: SymbolsPaint, order: Uint32Array): SymbolsPaint {
  const numbers = (values: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(order, (row) => values[row]!);
  const colors = (values: Colors): Colors =>
    typeof values === 'number' ? values : Uint32Array.from(order, (row) => values[row]!);
  return {
    ...rest,
    x: numbers(x),
    y: numbers(y),
    size: typeof size === 'number' ? size : numbers(size),
    shape: typeof shape === 'string' ? shape : Uint8Array.from(order, (row) => shape[row]!),
    ...(fill !== undefined && { fill: colors(fill) }),
    ...(stroke && { stroke: { ...stroke, color: colors(stroke.color) } }),
  };
}

/** Tolerance for rounding at the edge, in pixels. */
const SPARE_PX = 1e-6;

function inside(places: Float64Array<ArrayBuffer>, lengthPx: number): Float64Array<ArrayBuffer> {
  return places.map((place) => (place >= -SPARE_PX && place <= lengthPx + SPARE_PX ? place : NaN));
}

export const point: Mark = {
  name: 'point',
  attributes: [
    ...COMMON_ATTRIBUTES,
    ...TABLE_ATTRIBUTES,
    'size',
    'size-scale',
    'size-format',
    'size-range',
    'shape',
    'symbol',
    'hollow',
    'stroke-width',
  ],
  counts: null,
  table: tablePoints,

  needs(layer) {
    for (const channel of ['x', 'y'] as const)
      if (!layer.channels.has(channel))
        throw missingChannel(layer, channel, 'A point has a place on both axes: write x="weight" y="price".');
    return tableNeeds(layer);
  },
};
