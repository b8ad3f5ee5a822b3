import type { CellTexts } from '../../engine/index';

const LEAST_PX = 40;
const MOST_PX = 1000;
/** Longer texts do not widen a column by themselves. */
const MOST_CHARS = 36;
/** Padding of a cell, and in a head the arrow of its order. */
const PADDING_PX = 26;
const ARROW_PX = 12;
/** Wider gaps between values would be hard to follow. */
const MOST_GROWTH = 2.5;

interface Track {
  readonly column: number;
  readonly name: string;
  widthPx: number;
  /** The width follows from texts. It does so once, and not after the user has set one. */
  isFitted: boolean;
}

/** The columns of a table from left to right, and their widths in CSS pixels. A position counts from the left. */
export class ColumnTracks {
  readonly #grid: HTMLElement;
  #tracks: Track[] = [];
  #charPx = 0;
  /** Columns grow to fill the grid until the user sets a width. */
  #growth = 1;
  #isUserSized = false;

  constructor(grid: HTMLElement) {
    this.#grid = grid;
  }

  reset(names: readonly string[]): void {
    this.#charPx = charWidth(this.#grid);
    this.#isUserSized = false;
    this.#tracks = names.map((name, column) => ({ column, name, widthPx: this.#headPx(name), isFitted: false }));
  }

  columnAt(position: number): number {
    return this.#tracks[position]!.column;
  }

  widthAt(position: number): number {
    return Math.round(this.#tracks[position]!.widthPx * this.#growth);
  }

  setWidth(position: number, widthPx: number): void {
    for (const track of this.#tracks) track.widthPx = Math.round(track.widthPx * this.#growth);
    this.#isUserSized = true;
    this.#growth = 1;
    const track = this.#tracks[position]!;
    track.widthPx = clamp(widthPx);
    track.isFitted = true;
  }

  /** Fills a grid of this width, if it is wider than all columns. */
  fill(gridPx: number): void {
    if (this.#isUserSized) return;
    const all = this.#tracks.reduce((sum, { widthPx }) => sum + widthPx, 0);
    this.#growth = Math.max(1, Math.min(MOST_GROWTH, (gridPx - this.#tracks.length) / all));
  }

  /** Left and right edge of a column. */
  spanAt(position: number): readonly [left: number, right: number] {
    let left = 0;
    for (let before = 0; before < position; before++) left += this.widthAt(before);
    return [left, left + this.widthAt(position)];
  }

  positionOver(px: number): number {
    let right = 0;
    const over = this.#tracks.findIndex((_, position) => px < (right += this.widthAt(position)));
    return over < 0 ? this.#tracks.length - 1 : over;
  }

  move(from: number, to: number): void {
    this.#tracks.splice(to, 0, ...this.#tracks.splice(from, 1));
  }

  /** Fits the width to the first texts of a column. */
  fit(column: number, texts: NonNullable<CellTexts>): void {
    const track = this.#tracks.find((one) => one.column === column);
    if (!track || track.isFitted || texts.length === 0) return;
    track.widthPx = this.#fittingPx(track, texts, MOST_CHARS);
    track.isFitted = true;
  }

  /** Fits the width to all of these texts. */
  refit(position: number, texts: NonNullable<CellTexts>): void {
    this.setWidth(position, this.#fittingPx(this.#tracks[position]!, texts, Infinity));
  }

  /** Positions of the columns between two edges, of one more on each side, and of the kept columns. */
  inSight(left: number, width: number, kept: readonly number[] = []): readonly number[] {
    const found: number[] = [];
    let start = 0;
    for (const [position, { column }] of this.#tracks.entries()) {
      const end = start + this.widthAt(position);
      const isNear = end + LEAST_PX >= left && start - LEAST_PX <= left + width;
      if (isNear || kept.includes(column)) found.push(position);
      start = end;
    }
    return found;
  }

  /** As the value of `grid-template-columns`; what is left is a track of its own. */
  get template(): string {
    return `${this.#tracks.map((_, position) => `${this.widthAt(position)}px`).join(' ')} minmax(0, 1fr)`;
  }

  #headPx(name: string): number {
    return clamp(Math.min(name.length, MOST_CHARS) * this.#charPx * 1.05 + PADDING_PX + ARROW_PX);
  }

  #fittingPx({ name }: Track, texts: NonNullable<CellTexts>, most: number): number {
    const longest = texts.reduce((chars, text) => Math.max(chars, text?.length ?? 0), 0);
    return clamp(Math.max(this.#headPx(name), Math.min(longest, most) * this.#charPx + PADDING_PX));
  }
}

function clamp(widthPx: number): number {
  return Math.round(Math.max(LEAST_PX, Math.min(MOST_PX, widthPx)));
}

/** The width of a digit in the font of an element. */
function charWidth(grid: HTMLElement): number {
  const probe = document.createElement('span');
  probe.style.cssText = 'position: absolute; visibility: hidden; width: 10ch';
  grid.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width / 10 || 7;
}
