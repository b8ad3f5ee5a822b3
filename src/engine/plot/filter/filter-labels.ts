import type { ColumnLease } from '../../columns/column-cache';
import { laneOf } from '../../columns/column';
import { rangeKeys } from '../../columns/keys';
import type { Bins, Filter } from '../../frame/recording';
import type { Category } from '../../grammar/selection-clause';

/** A column of labels whose rows a user filters, and how many rows each label has. */
export class FilterLabels {
  readonly kind = 'labels';
  /** In their order. If some row has no label, null is the last one. */
  readonly labels: readonly Category[];
  readonly isBoolean: boolean;
  /** The number of rows of each label. */
  readonly counts: Float64Array;

  constructor(labels: readonly string[], isBoolean: boolean, counts: Float64Array) {
    const hasNull = counts.length > labels.length && counts[labels.length]! > 0;
    this.labels = hasNull ? [...labels, null] : labels;
    this.isBoolean = isBoolean;
    this.counts = counts;
  }

  /** The indices of the labels, the one with the most rows first. Those with as many rows keep their order. */
  get byCount(): readonly number[] {
    return [...this.labels.keys()].sort((a, b) => this.counts[b]! - this.counts[a]! || a - b);
  }
}

/** A resident column of labels. */
export interface LabelColumn {
  readonly lease: ColumnLease;
  /** One for each label, and a last one for NULL if some row has no label. */
  readonly bins: Bins;
}

/** The filter for rows with one of these labels. Null among the labels means rows without one. */
export function labelFilter({ lease: { meta } }: Pick<LabelColumn, 'lease'>, chosen: ReadonlySet<Category>): Filter {
  const { id, encoding, type } = meta;
  const labels = type.kind === 'category' ? type.labels : [];
  const words = new Uint32Array(Math.ceil((labels.length + 1) / 32));
  for (const [code, label] of labels.entries()) {
    if (!chosen.has(label)) continue;
    const [key] = rangeKeys(encoding, code, code + 1);
    words[key! >>> 5]! |= 1 << (key! & 31);
  }
  const listed: Filter = [{ kind: 'set', column: id, words }];
  if (!chosen.has(null)) return listed;
  // NULL may have no key, so these are the rows that have none of the labels.
  const all = rangeKeys(encoding, 0, labels.length);
  const none: Filter = [{ kind: 'not', of: [{ kind: 'range', column: id, lane: laneOf(encoding), keys: all }] }];
  return [{ kind: 'any', of: [listed, none] }];
}
