/** What a brushing page knows about the counts behind its plots, as JSON. Counts are in numbered sections of text. */
export interface PageIndex {
  readonly relations: readonly PageRelation[];
  /** In the order of the plots; null for one that is only a picture. */
  readonly plots: readonly (IndexedPlot | null)[];
  /** Why plots are only pictures, in the same order; null for the others. */
  readonly reasons: readonly (string | null)[];
}

/** The rows behind linked plots. */
export interface PageRelation {
  readonly from: string;
  readonly rows: number;
  /** The rows that are selected when the page opens. */
  readonly selected: number;
}

/** A plot whose counts follow brushes. */
export interface IndexedPlot {
  readonly relation: number;
  /** The number of cells along x and y; the first runs fastest. */
  readonly cells: readonly [nx: number, ny: number];
  /** The texts of the bins along each axis. */
  readonly bins: readonly (readonly string[])[];
  readonly marks: PageBars | PageCells;
  /** Two lines: the counts of all rows, and those that the page opens with, with the rows of each line. */
  readonly counts: { readonly section: number; readonly rows: readonly [number, number] };
  /** Whether something filters it when the page opens. */
  readonly isFiltered: boolean;
  /** Null if nothing can be selected in it. */
  readonly brush: PageBrush | null;
}

/** Vertical bars. Positions are fractions of the panel, from its left and bottom. */
export interface PageBars {
  readonly kind: 'bars';
  readonly edges: readonly number[];
  /** The width of the first bar, which the gaps between bars depend on. */
  readonly pitch: number;
  readonly yMax: number;
  readonly color: readonly [r: number, g: number, b: number, a: number];
  readonly hasContext: boolean;
}

/** A grid of colored cells. */
export interface PageCells {
  readonly kind: 'cells';
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  readonly reversed: { readonly x: boolean; readonly y: boolean };
  readonly transfer: 'linear' | 'sqrt' | 'log';
  /** 256 colors as words of RGBA bytes. */
  readonly ramp: readonly number[];
}

/** What can be selected in a plot, and where the counts of every selection are. */
export interface PageBrush {
  /** Whether a drag selects. */
  readonly drags: boolean;
  /** Whether a click selects a step of each axis. */
  readonly picks: boolean;
  readonly axes: readonly [BrushAxis] | readonly [BrushAxis, BrushAxis];
  /** What is selected when the page opens; null: nothing. */
  readonly saved: SavedSelection | null;
  /** A selection in this plot takes the place of all others. */
  readonly isAlone: boolean;
  /** The section with the rows of each line: of each step (of the first axis fastest), and of the rest. */
  readonly rows: number;
  readonly tables: readonly PageTable[];
}

export interface BrushAxis {
  readonly channel: 'x' | 'y';
  readonly title: string;
  /** Where steps begin and end, as fractions of the panel. They descend on a reversed axis. */
  readonly stops: readonly number[];
  /** The text of each stop; on a band, of each step. */
  readonly texts: readonly string[];
  readonly isBand: boolean;
}

/** A selection of the page that was saved. */
export interface SavedSelection {
  /** Its corners, as fractions of the panel; null along an axis that it doesn't limit. */
  readonly shapes: readonly (readonly (readonly [x: number, y: number])[])[];
  readonly text: string;
}

/** The counts of another plot by the lines of a brush. */
export interface PageTable {
  readonly plot: number;
  readonly section: number;
  /** Which of the known memories its coding has. */
  readonly memory: number;
}
