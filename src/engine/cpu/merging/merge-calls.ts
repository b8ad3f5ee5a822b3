import { NEAR_WORDS } from '../../brush-index/index-strategy';
import type { IndexCall, IndexedView, ScanCall } from '../../frame/recording';
import { histogramOf, mergeHistograms, type Share } from './merge-histograms';

/** A table of this many counts, four times, fits into the fastest cache of a core. */
const MOST_CELLS = 1024;
/** An index has a table of cells for each pixel. Fewer cells than this would merge hardly any plots. */
const LEAST_INDEXED_CELLS = 256;

export interface MergedScans {
  readonly merged: readonly ScanCall[];
  readonly shares: readonly Share[];
}

/** Merges the histograms among scans. A sample is counted along bins that change with every frame: it is not merged. */
export function mergeScans(calls: readonly ScanCall[]): MergedScans {
  return mergeHistograms(
    calls,
    (call) => (call.kernel === 'aggregate' && !call.sample ? histogramOf(call) : null),
    (call, axis) => ({ ...call, dimensions: [axis] }) as ScanCall,
    MOST_CELLS,
  );
}

export interface MergedViews {
  readonly merged: readonly IndexedView[];
  readonly shares: readonly Share[];
}

/** Merges the histograms among the views of an index, as long as its tables stay in the cache. */
export function mergeViews({ active, views }: IndexCall): MergedViews {
  const places = active.reduce((product, { count }) => product * (count + 1), 1);
  return mergeHistograms(
    views,
    ({ bins, ...view }) => histogramOf({ ...view, dimensions: bins }),
    (view, axis) => ({ ...view, bins: [axis] }),
    Math.max(LEAST_INDEXED_CELLS, Math.floor(NEAR_WORDS / places)),
  );
}
