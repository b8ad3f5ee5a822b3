import type { BandScale } from './band-scale';
import type { LinearScale } from './linear-scale';
import type { LogScale } from './log-scale';
import type { PowerScale } from './power-scale';
import type { SymlogScale } from './symlog-scale';
import type { TimeScale } from './time-scale';

/** Nonlinear scales of numbers. */
export type CurvedScale = LogScale | SymlogScale | PowerScale;

/**
 * Any scale; `over` copies it with another domain. Immutable. A scale maps values to positions and formats them as
 * text; it knows nothing about columns, pixels or bins.
 */
export type Scale = LinearScale | CurvedScale | TimeScale | BandScale;
