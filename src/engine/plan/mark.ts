import type { BinnedAxis } from '../scales/binned-axis';
import type { Box } from '../frame/box';
import type { Rgba } from '../frame/color';
import type { SlotId } from '../frame/ids';
import type { BinOptions, Channel, Constant } from '../grammar/channel';
import type { ByChannel, ChannelName } from '../grammar/channel-name';
import type { Measure } from '../grammar/measure';
import type { LayerSpec, MarkOptions, PlotSpec } from '../grammar/plot-spec';
import type { PositionChannel } from '../grammar/position-channel';
import type { Paint } from '../paints/index';
import type { Scale } from '../scales/scale';
import type { Instances } from './instances';
import type { LayerTable, TableColumn } from './layer-table';

/**
 * A kind of layer, defined by one file in `plan/marks/` and registered in `marks/index.ts`. A mark is stateless: it
 * says what it needs, and how counts or a table become paints.
 */
export interface Mark {
  readonly name: string;
  /** The attributes of <pika-plot> that it uses; a plot of this mark notes any others. */
  readonly attributes: readonly string[];
  /**
   * The columns that the mark reads, and how it counts or groups their rows.
   * @throws PikaError `spec/missing-channel` or `plan/unsupported` when the channels do not fit the mark
   */
  needs(layer: LayerSpec, scales: PlotSpec['scales']): MarkNeeds;
  /** The layers of a composite mark, in painter's order; omitted by other marks. */
  readonly parts?: ((layer: LayerSpec) => readonly MarkPart[]) | undefined;
  /** How it draws counts that the backend holds; null if it never asks for them. */
  readonly counts: CountsMark | null;
  /** How it draws a table; null if it never asks for one. */
  readonly table: TableMark | null;
}

/** One layer of a composite mark. */
export interface MarkPart {
  readonly mark: Mark;
  readonly layer: LayerSpec;
  /** Whether it summarizes groups. Hovering over one such part shows the values of all of them. */
  readonly isSummary: boolean;
  /** What orders bands by value; default: the part's own measure. */
  readonly sort?: Measure;
}

/** How a mark draws counts. */
export interface CountsMark {
  /** Rows that are filtered out are drawn behind the others, unless the author says otherwise. */
  readonly showsContext: boolean;
  /** What the panel shows, in painter's order: a later paint covers an earlier one. */
  paint(scene: Scene): readonly Paint[];
  /** A short sentence that describes the counts, for screen readers. */
  describe(reading: Reading): string;
}

export type MarkNeeds = CountsNeeds | TableNeeds;

export interface CountsNeeds {
  readonly route: 'counts';
  /** DuckDB scalar expressions. */
  readonly expressions: ByChannel<string>;
  /** Each is one of the columns. The order is that of the counts: the bin of the first dimension runs fastest. */
  readonly dimensions: readonly Dimension[];
}

export interface TableNeeds {
  /** Rows as they are, or one row for each group. */
  readonly route: 'rows' | 'groups';
  /** DuckDB scalar expressions of the channels with a value for each row. */
  readonly expressions: ByChannel<string>;
  /** What rows are grouped by or, without groups, the positions that show a column. */
  readonly dimensions: readonly Dimension[];
  /** The channels with a value for each group; none without groups. */
  readonly measures: ByChannel<Measure>;
  readonly constants: ByChannel<Constant>;
  /** How to draw this table; omitted by marks that draw all tables alike. */
  readonly draw?: TableMark;
}

/** How a mark draws a table. */
export interface TableMark {
  /** The word for one instance in descriptions. */
  readonly noun: string;
  /** Whether values are lengths from 0, so that the axis includes 0; for some marks this depends on the channels. */
  readonly hasBaseline: boolean | ((channels: ByChannel<unknown>) => boolean);
  readonly pointing: Pointing;
  /** Whether a row is a point: at its value, and at the start of its bin of times. Omitted by marks of shapes. */
  readonly drawsPoints?: boolean;
  /**
   * The look of instances whose author sets neither opacity nor size, by the number of rows before any filter; omitted
   * by marks that look alike however many there are.
   */
  looks?(rows: number, options: MarkOptions): DefaultLook;
  /** Whether the default color is that of the page's text instead of the accent. */
  readonly isInk?: boolean;
  /**
   * Whether rows that are filtered out are drawn behind the others, unless the author says otherwise; omitted by marks
   * that never do.
   */
  showsContext?(layer: LayerSpec): boolean;
  /**
   * The channel that counts the rows of each category of a cell, for marks that mix the colors of categories; omitted
   * by all others. It has no scale of its own.
   */
  readonly weight?: ChannelName;
  /** A row without a value interrupts its shape, so users see that it is missing; omitted by marks that skip it. */
  readonly hasGaps?: boolean;
  /** Whether one position shows values of the slots on the other, as bars do; false if both place a point. */
  readonly hasValueAxis: boolean;
  place(placing: Placing): Instances;
  /**
   * Merges rows that are drawn as one; omitted by marks that draw each row.
   * @param all the table of all rows as drawn, if `table` is filtered
   */
  reduce?(table: LayerTable, layer: Pick<LayerSpec, 'channels' | 'options'>, all: LayerTable | null): LayerTable;
  /** The channel whose values are parts of a whole; values below 0 have no shape. Omitted by all other marks. */
  readonly shares?: ChannelName;
  /** Whether the mark is drawn around a center, without axes; omitted by marks that never are. */
  isRadial?(channels: ByChannel<unknown>): boolean;
  /** The shapes of rows, in the unit of the box, for marks without axes; omitted by all others. */
  shapes?(scene: ShapeScene): RowShapes;
  /** In painter's order. */
  paint(scene: TableScene): readonly Paint[];
  /** What texts show if the author gives none; omitted by marks that then have no texts, null for none. */
  ownTexts?(table: LayerTable, options: MarkOptions): TableColumn | null;
  /** Where the text of each row is; omitted by marks without texts. */
  labels?(scene: TableScene): readonly LabelPlace[];
}

export interface DefaultLook {
  /** From 0 to 1. */
  readonly opacity: number;
  readonly areaCss: number;
}

export interface ShapeScene extends Pick<Placing, 'table' | 'options'> {
  readonly box: Pick<Box, 'width' | 'height'>;
}

/** The shapes of a table's rows: x from the left of the box, y from its top. */
export interface RowShapes {
  /** The row whose shape covers a point; null for none. */
  at(point: Point): number | null;
  /** A point in the middle of a row's shape; not finite if the row has no shape. */
  middle(row: number): Point;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the text of a row is, in CSS pixels of the panel from its left and top. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  /** Which part of the text is at x. */
  readonly anchor: 'start' | 'middle' | 'end';
  /** Which part of the text is at y. */
  readonly baseline: 'top' | 'middle' | 'bottom';
  /** The place of the row itself. The text is drawn if this is in the panel. */
  readonly at: { readonly x: number; readonly y: number };
}

/**
 * How to find the instance at the pointer: the one that the pointer is `inside`, the `nearest` within reach, the
 * nearest `along` the axis of a line, or one that the pointer is almost `on`. `last` is the nearest, if no other layer
 * has an instance there.
 */
export type Pointing = 'inside' | 'nearest' | 'along' | 'on' | 'last';

export interface Placing {
  readonly table: LayerTable;
  /** The channels that the author gave the layer. */
  readonly channels: ByChannel<Channel>;
  readonly options: MarkOptions;
  /** The position that shows values; null if none does. */
  readonly valueChannel: PositionChannel | null;
  /** The positions on which shapes of other layers take whole bins. */
  readonly besideShapes: readonly PositionChannel[];
  /** The series of all rows, as they stack or lie side by side; none without series. */
  readonly seriesOrder: readonly number[];
}

/** How the rows of a table look. */
export interface RowStyles {
  /** The color of each row, one RGBA word. */
  readonly fill: Uint32Array<ArrayBuffer>;
  /** 1 for each row that must not cover others, because it shares a color with many categories; null for none. */
  readonly beneath: Uint8Array<ArrayBuffer> | null;
  /** The area of each row's symbol in square CSS pixels, or one for all; null for the mark's default. */
  readonly areasCss: Float64Array<ArrayBuffer> | number | null;
  /** The symbol of each row, or one for all, as its index in `SYMBOL_SHAPES`; null for the mark's default. */
  readonly shapes: Uint8Array<ArrayBuffer> | number | null;
}

/** What a mark needs to paint its instances. Lengths are device pixels unless they say CSS. */
export interface TableScene extends Omit<Placing, 'besideShapes' | 'seriesOrder'>, RowStyles {
  readonly box: Box;
  readonly pixelRatio: number;
  readonly scales: Readonly<Record<PositionChannel, Scale>>;
  readonly instances: Instances;
  readonly theme: Theme;
}

/** A column to bin, and the bins that the mark chooses if the author specifies none. */
export type Dimension = CountedDimension | MeasuredDimension;

interface BinnedChannel {
  /** Null where the author wrote no `bin(…)`. */
  readonly options: BinOptions | null;
}

interface CountedDimension extends BinnedChannel {
  readonly channel: ChannelName;
  readonly defaultBins: number;
}

interface MeasuredDimension extends BinnedChannel {
  readonly channel: PositionChannel;
  /** The width of a bin in CSS pixels along the axis. */
  readonly defaultBinCss: number;
}

/** What a mark needs to paint one plot. Lengths are device pixels. */
export interface Scene {
  /** The panel's box on the canvas. Paints count from its corner. */
  readonly box: Box;
  /** Of every dimension. */
  readonly axes: ByChannel<BinnedAxis>;
  /** The scales of the axes, reversed if the plot's axes are. */
  readonly scales: Readonly<Record<PositionChannel, Scale>>;
  readonly counts: SlotId;
  /** The panel's first cell in the slots, and the number of cells of all panels. */
  readonly firstCell: number;
  readonly allCells: number;
  /** The unfiltered counts, drawn behind the others; null if nothing is filtered or the plot shows no context. */
  readonly context: SlotId | null;
  /** The largest unfiltered count. */
  readonly largest: number;
  readonly theme: Theme;
}

export interface Theme {
  /** The page is dark. */
  readonly dark: boolean;
  readonly accent: Rgba;
  readonly context: Rgba;
  /** The name of the ramp of counts, or two names, for light and dark pages. An unknown name means the default. */
  readonly ramp: string;
  /** The colors of categories; omitted or empty: the defaults. */
  readonly categories?: readonly Rgba[];
}

export interface Reading {
  /** Of every dimension. */
  readonly axes: ByChannel<BinnedAxis>;
  /** One count for each cell of the dimensions, the bin of the first running fastest. */
  readonly counts: Uint32Array;
}
