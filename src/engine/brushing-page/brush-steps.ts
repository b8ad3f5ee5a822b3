import type { Bins } from '../frame/recording';
import type { PositionChannel } from '../grammar/position-channel';
import { binText } from '../scales/bin-text';
import { rangeTexts } from '../scales/range-text';
import { SELECTING } from '../select/selecting';
import type { SelectAxis } from '../select/view-selection';

/** The steps in which a brush moves along one axis. */
export interface BrushSteps {
  readonly side: SelectAxis<PositionChannel>;
  /** One bin for each step. */
  readonly bins: Bins;
  /** Where steps begin and end, from 0 to 1 along the axis. */
  readonly stops: readonly number[];
  readonly texts: readonly string[];
}

/** Steps of one bin each: on a band, for a plot whose bars are clicked, and between the cells of a grid. */
export function stepsOfBins(side: SelectAxis<PositionChannel>): BrushSteps {
  const { axis } = side;
  const { scale, edges, bins } = axis;
  const stops = edges.map((edge) => clamp(scale.position(Math.min(edge, Number.MAX_VALUE))));
  const texts =
    scale.kind === 'band'
      ? Array.from({ length: bins.count }, (_, bin) => binText(axis, bin))
      : edges.map((edge) => textOf(side, edge));
  return { side, bins, stops, texts };
}

/** Steps of one CSS pixel each, or from one value to the next where values are that far apart. */
export function stepsOfPixels(side: SelectAxis<PositionChannel>, sides: readonly SelectAxis[]): BrushSteps {
  const { axis, channel, lengthCss, grain } = side;
  const { brushPixels } = SELECTING.loaded;
  const stopOf = new Map([[0, 0]]);
  for (let end = 1; end <= lengthCss; end++) {
    const found = brushPixels([side], sides, { x: null, y: null, [channel]: [0, end] });
    const px = found?.pixels?.[0]?.[1];
    const drawn = found?.shape.kind === 'brush' ? found.shape.px[channel]?.[1] : undefined;
    if (px !== undefined && drawn !== undefined && !stopOf.has(px)) stopOf.set(px, drawn / lengthCss);
  }
  if (!stopOf.has(lengthCss)) stopOf.set(lengthCss, 1);
  const ends = [...stopOf.keys()].sort((a, b) => a - b);
  const valueAt = (px: number): number => {
    const at = stopOf.get(px)!;
    if (!grain || at * lengthCss === px) return axis.edgeAt(px, lengthCss);
    return grain.origin + Math.round((axis.scale.invert(at) - grain.origin) / grain.spacing) * grain.spacing;
  };
  return {
    side,
    bins: mergeBins(axis.pixelBins(lengthCss), ends),
    stops: ends.map((px) => stopOf.get(px)!),
    texts: ends.map((px) => textOf(side, valueAt(px))),
  };
}

/** At most this many steps, each of several equal ones. */
export function coarser(steps: BrushSteps, most: number): BrushSteps {
  const { stops, texts, bins, side } = steps;
  const count = stops.length - 1;
  const each = Math.ceil(count / most);
  if (each <= 1) return steps;
  const kept = [...stops.keys()].filter((stop) => stop % each === 0 || stop === count);
  const isBand = side.axis.scale.kind === 'band';
  return {
    side,
    bins: mergeBins(bins, kept),
    stops: kept.map((stop) => stops[stop]!),
    texts: (isBand ? kept.slice(0, -1) : kept).map((stop) => texts[stop]!),
  };
}

/** Bins that each consist of several others. */
function mergeBins(bins: Bins, ends: readonly number[]): Bins {
  if (ends.length === bins.count + 1) return bins;
  const words = bins.keys.length / (bins.count + 1);
  // The last bin keeps the last key inside.
  const keys = bins.keys.slice(0, ends.length * words);
  for (const [i, end] of ends.entries()) keys.set(bins.keys.subarray(end * words, (end + 1) * words), i * words);
  return { ...bins, count: ends.length - 1, keys, uniform: false };
}

function textOf({ axis: { scale } }: SelectAxis, value: number): string {
  return rangeTexts(scale, value, value)[0];
}

function clamp(fraction: number): number {
  return Math.max(0, Math.min(1, fraction));
}
