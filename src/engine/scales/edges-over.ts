import { bandEdges, bandEdgesAround } from './band-edges';
import { curvedEdges, curvedEdgesAround } from './curved-edges';
import type { BinSpec, Edges } from './edges';
import { numberEdges, numberEdgesAround } from './number-edges';
import type { Scale } from './scale';
import type { Span } from './scale-methods';
import { timeEdges, timeEdgesAround } from './time-edges';

/**
 * Thresholds that cover the scale's domain, both ends inside. Numbers get round steps anchored at 0 (at least 1 for
 * integers), or on nonlinear scales round values about evenly spaced on the axis. Times get calendar units, labels one
 * bin each. `clip` is the interval to show, in data units; its ends move outwards to thresholds.
 * @throws TooManyBins when the author's step makes too many bins
 */
export function edgesOver(scale: Scale, spec: BinSpec, clip: Span | null): Edges {
  const [min, max] = scale.domain;
  switch (scale.kind) {
    case 'band':
      return bandEdges(scale.labels.length);
    case 'time':
      return timeEdges(scale.ticksPerMs, min, max, spec, clip, scale.show);
    case 'linear':
      return numberEdges(scale.integer, min, max, spec, clip);
    default:
      return curvedEdges(scale, spec, clip);
  }
}

/** Like {@link edgesOver}, but the first and last bin may extend beyond the domain. */
export function edgesAround(scale: Scale, spec: BinSpec): Edges {
  switch (scale.kind) {
    case 'band':
      return bandEdgesAround(scale.labels.length, scale.domain);
    case 'time':
      return timeEdgesAround(scale.ticksPerMs, scale.domain, spec, scale.show);
    case 'linear':
      return numberEdgesAround(scale.integer, scale.domain, spec);
    default:
      return curvedEdgesAround(scale, spec);
  }
}

/** From the first threshold to the last. Finite. */
export function domainOf({ thresholds }: Edges): Span {
  return [thresholds[0]!, Math.min(thresholds[thresholds.length - 1]!, Number.MAX_VALUE)];
}
