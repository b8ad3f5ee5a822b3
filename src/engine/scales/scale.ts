import type { BandScale } from './band-scale';
import type { LinearScale } from './linear-scale';
import type { LogScale } from './log-scale';
import type { PowerScale } from './power-scale';
import type { SymlogScale } from './symlog-scale';
import type { TimeScale } from './time-scale';

/** Scales on which equal steps do not take equal room. */
export type CurvedScale = LogScale | SymlogScale | PowerScale;

/**
 * Every kind of scale; `over` makes the same over another domain. A scale is immutable. It knows values, the places
 * they take and how they are written, but no column, pixel or bin.
 */
export type Scale = LinearScale | CurvedScale | TimeScale | BandScale;
