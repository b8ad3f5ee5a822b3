import { PikaError } from '../errors';
import { parseChannel, type Channel } from './channel';
import type { ScaleSpecs } from './scale-spec';

/** The attributes of a plot as the author wrote them, unparsed. */
export interface PlotAttributes {
  readonly from?: string | null;
  readonly mark?: string | null;
  readonly x?: string | null;
  readonly y?: string | null;
  readonly brush?: string | null;
  readonly zoom?: string | null;
  readonly zoomGroup?: string | null;
  readonly xDomain?: string | null;
  readonly yDomain?: string | null;
  readonly selection?: string | null;
  readonly filterBy?: string | null;
  readonly filterKey?: string | null;
  readonly context?: string | null;
}

/** Attributes, and options that have no attribute yet. */
export interface PlotRequest extends PlotAttributes {
  readonly scales?: ScaleSpecs;
}

/**
 * What the pointer selects. A drag selects a range on the named axes, or the inside of a lasso; pointing selects the
 * values of the nearest row, on both axes or one.
 */
const BRUSHES = ['x', 'y', 'xy', 'lasso', 'nearest', 'nearest-x', 'nearest-y'] as const;
export type BrushKind = (typeof BRUSHES)[number];
/** `all`: every axis that shows a column. */
export type ZoomAxes = 'x' | 'y' | 'xy' | 'all';

/** What the author asked for. Independent of types and data. */
export interface PlotSpec {
  readonly from: string;
  readonly mark: string;
  readonly x: Channel | null;
  readonly y: Channel | null;
  readonly brush: BrushKind | null;
  readonly zoom: ZoomAxes | null;
  /** Plots of one group share the visible domains of axes of the same kind. */
  readonly zoomGroup: string | null;
  /** The selection that receives this plot's clause. */
  readonly selection: string;
  /** The selections that filter this plot. */
  readonly filterBy: readonly string[];
  /**
   * The column by which clauses over other queries filter this plot's rows; null if those clauses use columns that this
   * query has too.
   */
  readonly filterKey: string | null;
  /** Whether rows that are filtered out are drawn behind the others; null: the mark's default. */
  readonly context: boolean | null;
  /** The interval to show, [lo, hi), in data units; times in milliseconds since 1970. */
  readonly xDomain: Domain | null;
  readonly yDomain: Domain | null;
  /** The scales of channels that do not use the default of their type. */
  readonly scales: ScaleSpecs;
}

export type Domain = readonly [lo: number, hi: number];

/** @throws PikaError `spec/…` for the first invalid attribute */
export function parsePlotSpec(attributes: PlotRequest): PlotSpec {
  const from = attributes.from?.trim();
  if (!from) {
    throw new PikaError('spec/missing-from', {
      subject: '<pika-plot>',
      expected: 'an attribute from="…" naming a <pika-query>',
      found: 'none',
      next: 'Write <pika-query name="trips" src="trips.parquet"> and then from="trips".',
    });
  }
  const mark = attributes.mark?.trim();
  if (!mark) {
    throw new PikaError('spec/unknown-mark', {
      subject: `plot from "${from}"`,
      expected: 'an attribute mark="…"',
      found: 'none',
      next: 'Write for example mark="bar" or mark="density".',
    });
  }
  return {
    from,
    mark,
    x: attributes.x == null ? null : parseChannel('x', attributes.x),
    y: attributes.y == null ? null : parseChannel('y', attributes.y),
    brush: parseBrush(attributes.brush),
    zoom: parseZoom(attributes.zoom),
    zoomGroup: attributes.zoomGroup?.trim() || null,
    ...parseSelections(from, attributes),
    context: parseContext(attributes.context),
    xDomain: parseDomain('x-domain', attributes.xDomain),
    yDomain: parseDomain('y-domain', attributes.yDomain),
    scales: attributes.scales ?? {},
  };
}

/** By default the plots of a query share the selection of its name. */
function parseSelections(
  from: string,
  { selection, filterBy, filterKey }: PlotAttributes,
): Pick<PlotSpec, 'selection' | 'filterBy' | 'filterKey'> {
  const own = selection?.trim() || from;
  const filters =
    filterBy
      ?.trim()
      .split(/[\s,]+/)
      .filter((name) => name !== '') ?? [];
  return { selection: own, filterBy: filters.length > 0 ? filters : [own], filterKey: filterKey?.trim() || null };
}

function parseBrush(text: string | null | undefined): BrushKind | null {
  if (text == null) return null;
  const word = text.trim().toLowerCase();
  const brush = BRUSHES.find((known) => known === word);
  if (brush) return brush;
  throw new PikaError('spec/bad-brush', {
    subject: 'attribute brush',
    expected: BRUSHES.map((known) => `"${known}"`).join(' or '),
    found: `"${text}"`,
    next: 'Name the axes to drag along, or how pointing selects.',
  });
}

/** An attribute without a value means on. */
function parseContext(text: string | null | undefined): boolean | null {
  if (text == null) return null;
  const word = text.trim().toLowerCase();
  if (word === '' || word === 'on') return true;
  if (word === 'off') return false;
  throw new PikaError('spec/bad-context', {
    subject: 'attribute context',
    expected: '"on" or "off"',
    found: `"${text}"`,
    next: 'Write "on" to draw rows that are filtered out behind the others, "off" to hide them.',
  });
}

/** `zoom` without a value means every axis that can zoom. */
function parseZoom(text: string | null | undefined): ZoomAxes | null {
  if (text == null) return null;
  const axes = text.trim().toLowerCase();
  if (axes === '') return 'all';
  if (axes === 'x' || axes === 'y' || axes === 'xy') return axes;
  throw new PikaError('spec/bad-zoom', {
    subject: 'attribute zoom',
    expected: '"x", "y", "xy" or nothing for all axes',
    found: `"${text}"`,
    next: 'Name the axes that the wheel zooms, or write zoom alone.',
  });
}

/** An empty attribute counts as absent: templates write one when they have no value. */
function parseDomain(name: string, text: string | null | undefined): Domain | null {
  if (text == null || text.trim() === '') return null;
  const parts = text.split(',').map((part) => part.trim());
  const ends = parts.map((part) => (part !== '' && Number.isFinite(Number(part)) ? Number(part) : Date.parse(part)));
  const [lo, hi] = ends;
  if (parts.length === 2 && lo! < hi!) return [lo!, hi!];
  throw new PikaError('spec/bad-channel', {
    subject: `attribute ${name}`,
    expected: 'two numbers or dates, the smaller first',
    found: `"${text}"`,
    next: `Write for example ${name}="0, 100" or ${name}="2001-01-01, 2001-07-01".`,
  });
}
