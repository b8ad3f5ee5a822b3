import type { IndexedView } from '../frame/recording';

/**
 * How a brush is answered for one view. `scan`: the rows are read again for each move. `tile` and `delta`: by an index,
 * built when the brush comes near; see ViewPart.
 */
export type Strategy = 'scan' | 'tile' | 'delta';

/** What decides: sizes only, never values. */
export interface IndexCase {
  readonly rows: number;
  /** How many workers share the rows. */
  readonly workers: number;
  /** Of the brush, per axis. */
  readonly pixels: readonly number[];
  /** Of the view that is counted, per dimension. */
  readonly cells: readonly number[];
}

export interface Cost {
  /** Until the first answer. */
  readonly buildMs: number;
  /** Of each move. */
  readonly moveMs: number;
  /** Of all workers, while it is built. */
  readonly sizeBytes: number;
}

/** A drag of half a second; after that, another brush may ask for another index. */
const MOVES = 30;
/** The share of its rows that a move of a brush usually covers and uncovers. */
const MOVED_SHARE = 0.03;
/** What one view may take. */
const MOST_BYTES = 1 << 29;

/**
 * Milliseconds a message to a worker and its answer take, and the frame that is missed meanwhile, weighed a quarter.
 */
export const ROUND_TRIP_MS = 4;

/** Nanoseconds on one thread, bin codes known; fitted to `npx tsx bench/strategies.ts`. */
const NS = {
  scanRow: 2,
  scanCell: 1,
  tileRow: 1.2,
  tileFarRow: 5,
  planeRow: 6,
  planeFarRow: 80,
  tileWord: 3,
  tileMove: 500,
  tileCell: 1.5,
  deltaRow: 14,
  deltaPixel: 3,
  deltaCell: 1.5,
  deltaMove: 2000,
  deltaMovedRow: 1.2,
};
/** A larger table than this leaves the cache: its rows are counted far away. */
const NEAR_WORDS = 1 << 18;

/** The strategy that answers a drag in the least time, in the memory there is. */
export function chooseStrategy(one: IndexCase): Strategy {
  const costs = costsOf(one);
  const fit = (['tile', 'delta'] as const).filter((strategy) => costs[strategy].sizeBytes <= MOST_BYTES);
  return fit.reduce<Strategy>(
    (best, strategy) => (dragMs(costs[strategy]) < dragMs(costs[best]) ? strategy : best),
    'scan',
  );
}

/** What a whole drag takes. */
export function dragMs({ buildMs, moveMs }: Pick<Cost, 'buildMs' | 'moveMs'>): number {
  return buildMs + MOVES * moveMs;
}

/** What each strategy is expected to take. */
export function costsOf({ rows, workers, pixels, cells: axes }: IndexCase): Readonly<Record<Strategy, Cost>> {
  const cells = product(axes);
  const places = product(pixels);
  const words = product(pixels.map((count) => count + 1)) * cells;
  const line = pixels.length === 1 && axes.length <= 1;
  const near = words <= NEAR_WORDS;
  const tileRow = line ? (near ? NS.tileRow : NS.tileFarRow) : near ? NS.planeRow : NS.planeFarRow;
  const share = rows / workers;
  const cellBytes = cells <= 1 << 8 ? 1 : cells <= 1 << 16 ? 2 : 4;
  return {
    scan: {
      buildMs: 0,
      moveMs: ROUND_TRIP_MS + (share * NS.scanRow + cells * NS.scanCell) / 1e6,
      sizeBytes: 4 * cells * workers,
    },
    tile: {
      buildMs: (share * tileRow + words * NS.tileWord) / 1e6,
      moveMs: (NS.tileMove + cells * NS.tileCell) / 1e6,
      sizeBytes: 2 * 4 * words * workers,
    },
    delta: {
      buildMs: (share * NS.deltaRow + places * NS.deltaPixel + cells * NS.deltaCell) / 1e6,
      moveMs: (NS.deltaMove + rows * MOVED_SHARE * NS.deltaMovedRow) / 1e6,
      // While it is sorted, the pixel of every row as well.
      sizeBytes: rows * (cellBytes + 4) + 8 * (places + cells) * workers,
    },
  };
}

function product(counts: readonly number[]): number {
  return counts.reduce((a, b) => a * b, 1);
}

export function countsOf(bins: IndexedView['bins']): number[] {
  return bins.map(({ count }) => count);
}
