import { scaleLinear } from 'd3-scale';
import type { Axis, Tick } from './axis';

/** A rectangle in CSS pixels of the plot, y down. */
export interface BoxCss {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface AxisLayout {
  readonly ticks: readonly Tick[];
  readonly title: string;
}

/** Where everything of a plot stands. The box is whole CSS pixels, so that a brush's pixels are the axis's. */
export interface Layout {
  readonly widthCss: number;
  readonly heightCss: number;
  readonly box: BoxCss;
  /** Both axes are columns; otherwise y counts rows. */
  readonly plane: boolean;
  readonly x: AxisLayout;
  readonly y: AxisLayout;
}

const TOP = 26;
const BOTTOM = 38;
const RIGHT = 18;
const LABEL_EM = 6.6;
const TICK_GAP_X = 60;
const TICK_GAP_Y = 42;

/**
 * Lays out a plot of two axes; where y is not a column it shows counts from 0 to `largest`.
 * Deterministic: label widths are estimated at 11 px type, not measured. `leastLeft` keeps room for labels that were wider a moment ago.
 */
export function layOut(widthCss: number, heightCss: number, x: Pick<Axis, 'ticks'>, y: Axis | { readonly largest: number }, titles: { x: string; y: string }, leastLeft = 0): Layout {
  const boxHeight = Math.max(1, Math.floor(heightCss - TOP - BOTTOM));
  const countY = Math.max(2, Math.floor(boxHeight / TICK_GAP_Y));
  const ticksY = 'largest' in y ? countTicks(y.largest, countY) : y.ticks(countY);
  const left = Math.max(leastLeft, Math.ceil(16 + LABEL_EM * Math.max(2, ...ticksY.map(({ label }) => label.length))));
  const box = { x: left, y: TOP, width: Math.max(1, Math.floor(widthCss - left - RIGHT)), height: boxHeight };
  const ticksX = thin(x.ticks(Math.max(2, Math.floor(box.width / TICK_GAP_X))), box.width);
  return { widthCss, heightCss, box, plane: !('largest' in y), x: { ticks: ticksX, title: titles.x }, y: { ticks: ticksY, title: titles.y } };
}

function countTicks(largest: number, count: number): Tick[] {
  const scale = scaleLinear([0, Math.max(1, largest)], [0, 1]);
  const label = scale.tickFormat(count, largest >= 10_000 ? '~s' : ',d');
  return scale.ticks(count).filter(Number.isInteger).map((value) => ({ at: scale(value), label: value === 0 ? '0' : label(value) }));
}

/** Drops every second label until none touches the next. */
function thin(ticks: readonly Tick[], lengthCss: number): readonly Tick[] {
  const widest = Math.max(0, ...ticks.map(({ label }) => label.length)) * LABEL_EM + 8;
  let kept = ticks;
  while (kept.length > 2 && (kept[1]!.at - kept[0]!.at) * lengthCss < widest) kept = kept.filter((_, i) => i % 2 === 0);
  return kept;
}
