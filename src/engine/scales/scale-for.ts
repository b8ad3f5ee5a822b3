import { numberScaleSpec, type NumberScaleSpec, type ScaleSpec } from '../grammar/scale-spec';
import { BandScale } from './band-scale';
import { LinearScale } from './linear-scale';
import { LogScale } from './log-scale';
import { PowerScale } from './power-scale';
import type { Presentation, ShownType } from './presentation';
import type { Scale } from './scale';
import type { Span } from './scale-methods';
import { SymlogScale } from './symlog-scale';
import { TimeScale } from './time-scale';

/**
 * The scale for a type over a domain, in the type's ticks. Only numbers offer a choice of scales; a band follows the
 * order of the type's labels.
 */
export function scaleFor(type: ShownType, domain: Span, wanted: ScaleSpec | null = null, reversed = false): Scale {
  switch (type.kind) {
    case 'category':
      return new BandScale(domain, type.labels, reversed, type.show);
    case 'time':
      return new TimeScale(domain, type.ticksPerMs, reversed, type.show);
    case 'number':
      return numberScale(domain, type.integer, numberScaleSpec(wanted), reversed, type.show);
  }
}

export function numberScale(
  domain: Span,
  integer: boolean,
  wanted: NumberScaleSpec | null,
  reversed = false,
  show?: Presentation,
): Scale {
  switch (wanted?.kind) {
    case undefined:
      return new LinearScale(domain, integer, reversed, show);
    case 'log':
      return new LogScale(domain, integer, wanted.base, reversed, show);
    case 'symlog':
      return new SymlogScale(domain, integer, wanted.constant, reversed, show);
    case 'sqrt':
      return new PowerScale('sqrt', domain, integer, 0.5, reversed, show);
    case 'pow':
      return new PowerScale('pow', domain, integer, wanted.exponent, reversed, show);
  }
}

/** The scale in one direction. */
export function directed(scale: Scale, reversed: boolean): Scale {
  if (scale.reversed === reversed) return scale;
  const { domain, show } = scale;
  switch (scale.kind) {
    case 'band':
      return new BandScale(domain, scale.labels, reversed, show);
    case 'time':
      return new TimeScale(domain, scale.ticksPerMs, reversed, show);
    default:
      return numberScale(domain, scale.integer, specOf(scale), reversed, show);
  }
}

/** The spec that recreates a scale of numbers; null for a linear one. */
export function specOf(scale: Scale): NumberScaleSpec | null {
  switch (scale.kind) {
    case 'log':
      return { kind: 'log', base: scale.base };
    case 'symlog':
      return { kind: 'symlog', constant: scale.constant };
    case 'pow':
      return { kind: 'pow', exponent: scale.exponent };
    case 'sqrt':
      return { kind: 'sqrt' };
    default:
      return null;
  }
}
