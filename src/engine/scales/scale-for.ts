import type { ColumnType } from '../columns/column';
import { BandScale } from './band-scale';
import { LinearScale } from './linear-scale';
import type { Scale } from './scale';
import type { Span } from './scale-methods';
import { TimeScale } from './time-scale';

/** The scale of values of a type over a domain. */
export function scaleFor(type: ColumnType, domain: Span): Scale {
  switch (type.kind) {
    case 'category':
      return new BandScale(domain, type.labels);
    case 'time':
      return new TimeScale(domain, type.ticksPerMs);
    case 'number':
      return new LinearScale(domain, type.integer);
  }
}
