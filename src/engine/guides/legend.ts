/** What one color, size, shape or opacity of a plot means. */
export interface LegendEntry {
  readonly label: string;
  /** The code of its category; the size in data units. */
  readonly value: number;
  /** A CSS color. */
  readonly color?: string;
  readonly sizePx?: number;
  readonly shape?: string;
  /** Its symbol is an outline. */
  readonly hollow?: boolean;
  /** From 0 to 1. */
  readonly opacity?: number;
  /** Filtered out, and drawn faintly. */
  readonly muted?: boolean;
}

/** A continuous scale of colors. */
export interface LegendRamp {
  /** CSS colors at equal distances. */
  readonly stops: readonly string[];
  /** At least one set of ticks, from many to few: the first whose labels fit is shown. */
  readonly tickSets: readonly (readonly RampTick[])[];
}

export interface RampTick {
  /** From 0, the start of the ramp, to 1. */
  readonly position: number;
  readonly label: string;
}

/** The legend of one channel, as plain data. */
export interface LegendModel {
  readonly channel: 'color' | 'size' | 'shape' | 'opacity';
  readonly title: string;
  readonly entries: readonly LegendEntry[];
  readonly ramp?: LegendRamp;
  /** A click on its entries selects nothing. */
  readonly isPlain?: boolean;
  /** What the entries leave out: `412 more in "other"`. */
  readonly note?: string;
}
