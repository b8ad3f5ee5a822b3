import type { BandScale } from './band-scale';
import type { LinearScale } from './linear-scale';
import type { TimeScale } from './time-scale';

/**
 * Every kind of scale; `over` makes the same over another domain. A scale is immutable. It knows values, the places
 * they take and how they are written, but no column, pixel or bin.
 */
export type Scale = LinearScale | TimeScale | BandScale;
