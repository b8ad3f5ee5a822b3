import type { Bins, Clause, Filter } from '../../frame/recording';

/** Whether two clauses pass the same rows by the same thresholds. */
export function sameClause(a: Clause, b: Clause): boolean {
  switch (a.kind) {
    case 'range':
      return b.kind === 'range' && a.column === b.column && sameWords(a.keys, b.keys);
    case 'set':
      return b.kind === 'set' && a.column === b.column && sameWords(a.words, b.words);
    case 'cells':
      return b.kind === 'cells' && sameAll(a.bins, b.bins, sameBins) && sameWords(a.words, b.words);
    case 'any':
      return b.kind === 'any' && sameAll(a.of, b.of, sameFilter);
    case 'not':
      return b.kind === 'not' && sameFilter(a.of, b.of);
  }
}

export function sameFilter(a: Filter, b: Filter): boolean {
  return sameAll(a, b, sameClause);
}

export function sameBins(a: Bins, b: Bins): boolean {
  return a.column === b.column && a.count === b.count && sameWords(a.keys, b.keys);
}

function sameAll<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i]!));
}

function sameWords(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
