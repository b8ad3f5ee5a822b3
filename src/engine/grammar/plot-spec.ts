import { PikaError } from '../errors';
import { parseChannel, type Channel } from './channel';
import { CHANNEL_NAMES, type ByChannel, type ChannelName } from './channel-name';
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

/** One layer as the author wrote it. What it leaves out, the plot's attributes say. */
export type LayerAttributes = Pick<PlotAttributes, 'from' | 'mark' | 'context'> & {
  readonly [channel in ChannelName]?: string | null;
};

/** Attributes, and options that have no attribute yet. */
export interface PlotRequest extends PlotAttributes {
  readonly scales?: ScaleSpecs;
  /** In painter's order. Left out: a single layer, described by the plot's own attributes. */
  readonly layers?: readonly LayerAttributes[];
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
  /** In painter's order: a later layer covers an earlier one. */
  readonly layers: readonly [LayerSpec, ...LayerSpec[]];
  readonly brush: BrushKind | null;
  readonly zoom: ZoomAxes | null;
  /** Plots of one group share the visible domains of axes of the same kind. */
  readonly zoomGroup: string | null;
  /** The selection that receives this plot's clause. */
  readonly selection: string;
  /** The interval to show, [lo, hi), in data units; times in milliseconds since 1970. */
  readonly xDomain: Domain | null;
  readonly yDomain: Domain | null;
  /** The scales of channels that do not use the default of their type. */
  readonly scales: ScaleSpecs;
}

/** One mark, drawn from one query. */
export interface LayerSpec {
  readonly from: string;
  readonly mark: string;
  readonly channels: ByChannel<Channel>;
  /** The selections that filter this layer. */
  readonly filterBy: readonly string[];
  /**
   * The column by which clauses over other queries filter this layer's rows; null if those clauses use columns that its
   * query has too.
   */
  readonly filterKey: string | null;
  /** Whether rows that are filtered out are drawn behind the others; null: the mark's default. */
  readonly context: boolean | null;
}

export type Domain = readonly [lo: number, hi: number];

/** @throws PikaError `spec/…` for the first invalid attribute */
export function parsePlotSpec(request: PlotRequest): PlotSpec {
  const [first = {}, ...others] = request.layers ?? [];
  const layers = [parseLayer(request, first), ...others.map((layer) => parseLayer(request, layer))] as const;
  return {
    layers,
    brush: parseBrush(request.brush),
    zoom: parseZoom(request.zoom),
    zoomGroup: request.zoomGroup?.trim() || null,
    selection: request.selection?.trim() || layers[0].from,
    xDomain: parseDomain('x-domain', request.xDomain),
    yDomain: parseDomain('y-domain', request.yDomain),
    scales: request.scales ?? {},
  };
}

function parseLayer(plot: PlotRequest, layer: LayerAttributes): LayerSpec {
  const from = (layer.from ?? plot.from)?.trim();
  if (!from) {
    throw new PikaError('spec/missing-from', {
      subject: '<pika-plot>',
      expected: 'an attribute from="…" naming a <pika-query>',
      found: 'none',
      next: 'Write <pika-query name="trips" src="trips.parquet"> and then from="trips".',
    });
  }
  const mark = (layer.mark ?? plot.mark)?.trim();
  if (!mark) {
    throw new PikaError('spec/unknown-mark', {
      subject: `plot from "${from}"`,
      expected: 'an attribute mark="…"',
      found: 'none',
      next: 'Write for example mark="bar" or mark="density".',
    });
  }
  const written: LayerAttributes = { x: plot.x ?? null, y: plot.y ?? null, ...presentOf(layer) };
  return {
    from,
    mark,
    channels: new Map(
      CHANNEL_NAMES.flatMap((name) => {
        const text = written[name];
        return text == null ? [] : [[name, parseChannel(name, text)] as const];
      }),
    ),
    ...parseFilters(from, plot),
    context: parseContext(layer.context ?? plot.context),
  };
}

function presentOf(layer: LayerAttributes): LayerAttributes {
  return Object.fromEntries(Object.entries(layer).filter(([, text]) => text != null));
}

/** By default the plots of a query share the selection of its name. */
function parseFilters(
  from: string,
  { selection, filterBy, filterKey }: PlotAttributes,
): Pick<LayerSpec, 'filterBy' | 'filterKey'> {
  const filters =
    filterBy
      ?.trim()
      .split(/[\s,]+/)
      .filter((name) => name !== '') ?? [];
  return { filterBy: filters.length > 0 ? filters : [selection?.trim() || from], filterKey: filterKey?.trim() || null };
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
