import { distinct, isNumeric, shortened, visibleCodes, type MeasureText, type Tick } from './fit-labels';

/** The angle of labels, in degrees: they rise towards the axis and end at their ticks. */
export type Turn = 0 | 45 | 90;

export interface TurnedLabels {
  readonly ticks: readonly Tick[];
  readonly turn: Turn;
  /** From the axis to the end of the longest label. */
  readonly heightCss: number;
  /** The space that the first labels need at the left of the axis. */
  readonly leftCss: number;
}

export interface TurnSpace {
  readonly lengthCss: number;
  /** From the left edge of the plot to the start of the axis. */
  readonly leftCss: number;
  /** The largest that it may become. */
  readonly mostLeftCss: number;
  readonly mostHeightCss: number;
}

/** Distance between the lines of adjacent labels, across their direction. */
const PITCH_CSS = 13;
const SLOPE = Math.SQRT1_2;
/** From the axis to the labels, and half a line at the end of a sloping one. */
const OFFSET_CSS = 8;
const HALF_LINE_CSS = 6;
const LEAST_CSS = 36;

/**
 * Labels categories at 45°, or upright where they are too close for that, and every second, third, … one where even
 * those would overlap. Shortens labels to the given height, if all are shown. Null if too little would be left.
 */
export function turnLabels(
  labels: readonly string[],
  fractionOf: (code: number) => number,
  { lengthCss, leftCss, mostLeftCss, mostHeightCss }: TurnSpace,
  measure: MeasureText,
): TurnedLabels | null {
  const pitchCss = Math.abs(fractionOf(1) - fractionOf(0)) * lengthCss;
  const turn = pitchCss * SLOPE >= PITCH_CSS ? 45 : 90;
  const every = Math.max(1, Math.ceil(PITCH_CSS / pitchCss));
  const [slope, ends] = turn === 45 ? [SLOPE, OFFSET_CSS + HALF_LINE_CSS] : [1, OFFSET_CSS];
  const mostCss = (mostHeightCss - ends) / slope;
  if (mostCss < LEAST_CSS) return null;
  const codes = visibleCodes(labels.length, fractionOf, every);
  const texts = codes.map((code) => labels[code]!);
  const roomCss = Math.max(leftCss, mostLeftCss) - HALF_LINE_CSS;
  const ticks = distinct(texts, mostCss, measure).map((short, i): Tick => {
    const at = fractionOf(codes[i]! + 0.5);
    // A sloping label may not leave the plot at its left.
    const label = turn === 45 ? shortened(short, (roomCss + at * lengthCss) / slope, measure) : short;
    return { at, label, full: label === texts[i] ? null : texts[i]!, labelCss: at * lengthCss };
  });
  // As with flat labels: if some are left out, the others are whole. Numbers are always whole.
  if (ticks.some(({ full }) => full !== null && (every > 1 || isNumeric(full)))) return null;
  const most = (of: (tick: Tick) => number): number => ticks.reduce((sofar, tick) => Math.max(sofar, of(tick)), 0);
  return {
    ticks,
    turn,
    heightCss: Math.ceil(ends + most(({ label }) => measure(label)) * slope),
    leftCss:
      turn === 45 ? Math.ceil(most(({ label, labelCss }) => measure(label) * slope - labelCss) + HALF_LINE_CSS) : 0,
  };
}
