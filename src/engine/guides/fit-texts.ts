import type { MeasureText } from './fit-labels';

/** A text at a place, in CSS pixels of the plot from its left and top. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Which part of the text is at x. */
  readonly anchor: 'start' | 'middle' | 'end';
  /** Which part of the text is at y. */
  readonly baseline: 'top' | 'middle' | 'bottom';
  readonly sizeCss: number;
  /** Where the text may lie; default: anywhere in the plot. */
  readonly room?: Bounds;
}

export interface FittedTexts<T extends PlacedText> {
  readonly shown: readonly T[];
  /** How many texts are left out, because they would overlap others. */
  readonly hidden: number;
}

/** The font size in which the caller measures texts. */
const MEASURED_CSS = 11;
const LINE_EM = 1.15;
/** The least space between two texts, in CSS pixels. */
const GAP_X = 3;
const GAP_Y = 0;
/** More texts would be unreadable, and slow down the page. */
const MAX_TEXTS = 2000;
/** The side of a cell of the grid in which neighboring texts are looked up. */
const CELL_CSS = 48;

/**
 * Keeps the texts that don't overlap an earlier one. Moves texts that would leave their room, or the plot, into it.
 * @param obstacles that no text may cover
 * @param titles of axes, at the top: texts that would cover one move below it
 */
export function fitTexts<T extends PlacedText>(
  texts: readonly T[],
  { widthCss, heightCss }: { readonly widthCss: number; readonly heightCss: number },
  measure: MeasureText,
  obstacles: readonly Bounds[] = [],
  titles: readonly Bounds[] = [],
): FittedTexts<T> {
  const shown: T[] = [];
  const taken = new Map<string, Bounds[]>();
  const take = (bounds: Bounds, cells: readonly string[]): void => {
    for (const cell of cells) taken.set(cell, [...(taken.get(cell) ?? []), bounds]);
  };
  for (const obstacle of obstacles) take(obstacle, cellsOf(obstacle));
  for (const wanted of texts) {
    if (shown.length >= MAX_TEXTS) break;
    const placed = boundsOf(wanted, measure);
    const { room = { left: 0, right: widthCss, top: 0, bottom: heightCss } } = wanted;
    const left = Math.max(0, room.left);
    const dx = shift(placed.left - left, placed.right - left, Math.min(widthCss, room.right) - left);
    const across = moved(placed, dx, 0);
    const ceilings = titles.filter((title) => areTouching(across, title)).map(({ bottom }) => bottom);
    const top = Math.max(0, room.top, ...ceilings);
    const dy = shift(placed.top - top, placed.bottom - top, Math.min(heightCss, room.bottom) - top);
    const bounds = moved(placed, dx, dy);
    const cells = cellsOf(bounds);
    if (cells.some((cell) => taken.get(cell)?.some((other) => areTouching(bounds, other)))) continue;
    take(bounds, cells);
    shown.push(dx === 0 && dy === 0 ? wanted : { ...wanted, x: wanted.x + dx, y: wanted.y + dy });
  }
  return { shown, hidden: texts.length - shown.length };
}

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The rectangle that a text occupies. */
export function boundsOf({ text, x, y, anchor, baseline, sizeCss }: PlacedText, measure: MeasureText): Bounds {
  const width = (measure(text) * sizeCss) / MEASURED_CSS;
  const height = LINE_EM * sizeCss;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  const top = baseline === 'top' ? y : baseline === 'bottom' ? y - height : y - height / 2;
  return { left, top, right: left + width, bottom: top + height };
}

/** How far to move the interval from lo to hi so that it lies between 0 and the length. */
function shift(lo: number, hi: number, length: number): number {
  if (lo < 0) return -lo;
  return hi > length ? Math.max(-lo, length - hi) : 0;
}

function moved({ left, top, right, bottom }: Bounds, dx: number, dy: number): Bounds {
  return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
}

function areTouching(a: Bounds, b: Bounds): boolean {
  return a.left < b.right + GAP_X && b.left < a.right + GAP_X && a.top < b.bottom + GAP_Y && b.top < a.bottom + GAP_Y;
}

function cellsOf({ left, top, right, bottom }: Bounds): string[] {
  const cells: string[] = [];
  for (let i = Math.floor((left - GAP_X) / CELL_CSS); i <= Math.floor((right + GAP_X) / CELL_CSS); i++)
    for (let j = Math.floor(top / CELL_CSS); j <= Math.floor(bottom / CELL_CSS); j++) cells.push(`${i} ${j}`);
  return cells;
}
