import type { ColumnMeta } from '../columns/column';
import { bandEdges, bandEdgesAround } from './band-edges';
import { BinnedAxis } from './binned-axis';
import type { BinSpec, Edges } from './edges';
import { numberEdges, numberEdgesAround } from './number-edges';
import type { Span } from './scale-methods';
import { scaleFor } from './scale-for';
import { timeEdges, timeEdgesAround } from './time-edges';

/**
 * An axis over [min, max] in ticks: every value lies in a bin, the last included. Numbers get steps of 1, 2 or 5 × 10ᵏ
 * (never below 1 for integers) anchored at 0; times calendar units; categories one bin each. `clip` shows only a part,
 * in data units: its ends are thresholds, moved outwards to whole steps.
 * @throws TooManyBins when the author's step makes too many
 */
export function binDomain(column: ColumnMeta, min: number, max: number, spec: BinSpec, clip: Span | null): BinnedAxis {
  const edges = edgesOver(column, min, max, spec, clip);
  const { thresholds } = edges;
  const domain: Span = [thresholds[0]!, Math.min(thresholds[thresholds.length - 1]!, Number.MAX_VALUE)];
  return new BinnedAxis(column, scaleFor(column.type, domain), edges);
}

/**
 * The same kind of thresholds around a part of an axis, anchored where those of the whole are: bins keep their place
 * while the part moves, and their width while its length stays. Those at the ends reach beyond it.
 */
export function binWindow(column: ColumnMeta, domain: Span, spec: BinSpec): BinnedAxis {
  return new BinnedAxis(column, scaleFor(column.type, domain), edgesAround(column, domain, spec));
}

function edgesOver({ type }: ColumnMeta, min: number, max: number, spec: BinSpec, clip: Span | null): Edges {
  switch (type.kind) {
    case 'category':
      return bandEdges(type.labels.length);
    case 'time':
      return timeEdges(type.ticksPerMs, min, max, spec, clip);
    case 'number':
      return numberEdges(type.integer, min, max, spec, clip);
  }
}

function edgesAround({ type }: ColumnMeta, domain: Span, spec: BinSpec): Edges {
  switch (type.kind) {
    case 'category':
      return bandEdgesAround(type.labels.length, domain);
    case 'time':
      return timeEdgesAround(type.ticksPerMs, domain, spec);
    case 'number':
      return numberEdgesAround(type.integer, domain, spec);
  }
}
