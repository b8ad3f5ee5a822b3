import { PikaError } from '../errors';
import type { ColumnType } from '../columns/column';
import { channelText, hasRows, type Constant } from '../grammar/channel';
import { FACET_CHANNELS } from '../grammar/facet-channel';
import type { Measure } from '../grammar/measure';
import { distinctTitle, expressionTitle, partTitle } from '../grammar/channel-title';
import { datePartCall, datePartSql, type DatePartCall } from '../grammar/date-part';
import { mapChannels, type ByChannel, type ChannelName } from '../grammar/channel-name';
import type { BrushKind, Domain, LayerSpec, PlotSpec, ZoomAxes } from '../grammar/plot-spec';
import { axisOf, isPosition, POSITION_CHANNELS, type PositionChannel } from '../grammar/position-channel';
import type { ScaleSpec } from '../grammar/scale-spec';
import type { CountsMark, Dimension, Mark, TableMark, TableNeeds } from './mark';
import { markNamed } from './marks/index';
import { isBand, partScale } from './part-scale';
import { presentations, type ShowChannel } from './presentations';

/** What a plot needs, derived without data. Everything that concerns one channel is found by its name. */
export interface Plan {
  readonly spec: PlotSpec;
  /** In painter's order. */
  readonly layers: readonly [LayerPlan, ...LayerPlan[]];
  /** The layer whose columns the axes describe, and whose values a user or a script can select. */
  readonly primary: number;
  /** The channels on which values can be selected. */
  readonly selectable: readonly PositionChannel[];
  /** The channels that the user can zoom. */
  readonly zoomable: readonly PositionChannel[];
  readonly brush: Brush | null;
  /** The queries that can't be read, and why. The plan leaves out their layers. */
  readonly unreadable: ReadonlyMap<string, PikaError>;
}

/** What one layer needs. */
export type LayerPlan = CountsPlan | TablePlan;

/** The layer of the spec whose composite mark draws this part. */
export interface LayerPart {
  readonly of: number;
  readonly isSummary: boolean;
  /** The measure that orders the bands; null for that of each part. */
  readonly sort: Measure | null;
}

interface LayerParts {
  /** Null for a layer that isn't part of a composite mark. */
  readonly part: LayerPart | null;
  /** Whether each panel has a separate scale on some position. */
  readonly isFree: boolean;
  readonly spec: LayerSpec;
  readonly mark: Mark;
  /** What must be resident. */
  readonly columns: ByChannel<PlannedColumn>;
  /** How the values of each channel are formatted. */
  readonly show: ShowChannel;
}

/** The backend counts rows, and paints the counts. */
export interface CountsPlan extends LayerParts {
  readonly route: 'counts';
  readonly draw: CountsMark;
  /** What rows are counted by: some of the columns. The bin of the first dimension runs fastest. */
  readonly dimensions: readonly Dimension[];
}

/** The layer draws a small table: rows as they are, or one row for each group. */
export interface TablePlan extends LayerParts {
  readonly route: TableNeeds['route'];
  readonly draw: TableMark;
  /** Some of the columns: those that rows are grouped by or, without groups, the positions that show a column. */
  readonly dimensions: readonly Dimension[];
  readonly measures: ByChannel<Measure>;
  readonly constants: ByChannel<Constant>;
  /** The position that shows values; null if none does, or if the types of the columns are not known yet. */
  readonly valueChannel: PositionChannel | null;
  /** The positions on which shapes of other layers take whole bins. */
  readonly besideShapes: readonly PositionChannel[];
  /** The categories of color that the author lists, in this order. */
  readonly listedColors: readonly string[];
}

/** What a channel shows, and how to draw it. */
export interface PlannedColumn {
  /** DuckDB scalar expression. */
  readonly expression: string;
  /** The part of a date that the expression computes, as text; null for any other expression. */
  readonly part: DatePartCall | null;
  /** Null: the default scale of the column's type. */
  readonly scale: ScaleSpec | null;
  /** The interval to show, in data units; null for all values. */
  readonly domain: Domain | null;
}

/** What the pointer selects, and on which channels. */
export interface Brush {
  /** A drag selects a range or the inside of a lasso; pointing selects the values of the nearest row. */
  readonly kind: 'range' | 'lasso' | 'nearest';
  readonly channels: readonly PositionChannel[];
}

/**
 * @param unreadable queries that `spec` leaves out, because they can't be read
 * @throws PikaError `spec/…` or `plan/…`
 */
export function planPlot(spec: PlotSpec, unreadable: Plan['unreadable'] = new Map()): Plan {
  const [first, ...others] = besideShapes(labelledOnce(spec.layers).flatMap((layer, i) => planParts(spec, layer, i)));
  const layers = [first!, ...others] as const;
  // Users select and zoom on the left axes.
  const widths = layers.map(({ spec: { yAxis }, columns }) => (yAxis === 'right' ? -1 : positionsOf(columns).length));
  const primary = widths.indexOf(Math.max(...widths));
  if (widths[primary] === -1) throw onlyRight(layers[primary]!.spec);
  const { columns, mark } = layers[primary]!;
  const positions = positionsOf(columns);
  return {
    spec,
    layers,
    primary,
    selectable: positions,
    zoomable: zoomed(spec.zoom, positions, mark).filter((channel) => !hasFreeScale(spec, channel)),
    brush: brushOf(spec.brush, positions, mark),
    unreadable,
  };
}

function onlyRight({ from }: LayerSpec): PikaError {
  return new PikaError('spec/bad-attribute', {
    subject: `y-axis of the plot from "${from}"`,
    expected: 'a layer on the left axis beside those on the right one',
    found: 'y-axis="right" in all layers',
    next: 'Leave y-axis="right" out of one <pika-mark>.',
  });
}

/** Slices show no shares where the author has added texts of their own. */
function labelledOnce(layers: PlotSpec['layers']): readonly LayerSpec[] {
  if (!layers.some(({ mark, channels }) => mark === 'text' && channels.has('theta'))) return layers;
  return layers.map((layer) =>
    layer.mark === 'arc' ? { ...layer, options: { ...layer.options, textFormat: 'off' } } : layer,
  );
}

/** A layer, or the layers that a composite mark is made of. */
function planParts(plot: PlotSpec, layer: LayerSpec, i: number): readonly LayerPlan[] {
  checkFacets(layer);
  const mark = markNamed(layer.mark);
  const parts = mark.parts?.(layer);
  if (!parts) return [planLayer(plot, layer, mark, null)];
  return parts.map((part) =>
    planLayer(plot, part.layer, part.mark, { of: i, isSummary: part.isSummary, sort: part.sort ?? null }),
  );
}

function planLayer(plot: PlotSpec, spec: LayerSpec, mark: Mark, part: LayerPart | null): LayerPlan {
  const isRight = spec.yAxis === 'right';
  const needs = mark.needs(spec, isRight ? { ...plot.scales, y: plot.scales.right } : plot.scales);
  const columns = mapChannels(needs.expressions, (expression, channel) =>
    plannedColumn(plot, spec, expression, channel),
  );
  const show = presentations(plot, spec, (channel) => columns.get(channel)?.part?.part ?? null);
  const isFree = POSITION_CHANNELS.some((channel) => hasFreeScale(plot, channel));
  if (needs.route === 'counts') return { ...needs, part, isFree, spec, mark, columns, show, draw: mark.counts! };
  const { domain } = plot.scales.color;
  const valueChannel = POSITION_CHANNELS.filter((channel) => needs.measures.has(channel)).at(-1) ?? null;
  return {
    ...needs,
    part,
    isFree,
    spec,
    mark,
    columns,
    show,
    draw: needs.draw ?? mark.table!,
    valueChannel,
    besideShapes: [],
    listedColors: domain?.type === 'label' ? domain.values : [],
  };
}

/** Finds the positions on which shapes take whole bins, such as the bars behind a line. */
function besideShapes(layers: readonly LayerPlan[]): LayerPlan[] {
  const isShape = ({ draw, route }: LayerPlan): boolean => route === 'counts' || !draw.drawsPoints;
  const taken = (plan: LayerPlan, channel: PositionChannel): boolean =>
    isShape(plan) && plan.dimensions.some((one) => one.channel === channel && one.options !== null);
  return layers.map((plan) => {
    if (plan.route === 'counts') return plan;
    const onSameAxis = layers.filter(({ spec }) => spec.yAxis === plan.spec.yAxis);
    const shared = { x: layers, y: onSameAxis };
    return {
      ...plan,
      besideShapes: POSITION_CHANNELS.filter((channel) => shared[channel].some((one) => taken(one, channel))),
    };
  });
}

/**
 * The plan once the types of its columns are known: a layer of rows chooses the position that shows values, for which
 * it needs no axis of a column.
 */
export function withTypes(plan: LayerPlan, types: ByChannel<ColumnType>): LayerPlan {
  if (plan.route !== 'rows' || !plan.draw.hasValueAxis) return plan;
  const binned = plan.dimensions.filter(({ options }) => options !== null).map(({ channel }) => channel);
  const isValue = (channel: PositionChannel): boolean =>
    types.get(channel)?.kind === 'number' && !binned.includes(channel);
  const valueChannel = isValue('y') ? 'y' : isValue('x') ? 'x' : null;
  return { ...plan, valueChannel, dimensions: plan.dimensions.filter(({ channel }) => channel !== valueChannel) };
}

/**
 * A position that shows values in one layer shows values in all layers that read tables, so that one scale is trained
 * over all of them.
 */
export function withSharedValues(plans: readonly LayerPlan[]): readonly LayerPlan[] {
  const shared = new Set(plans.flatMap((plan) => (plan.route === 'counts' ? [] : (plan.valueChannel ?? []))));
  return plans.map((plan) => {
    if (plan.route !== 'rows') return plan;
    const values = plan.dimensions.filter(({ channel }) => isPosition(channel) && shared.has(channel));
    const [first] = values;
    if (!first) return plan;
    const valueChannel = plan.valueChannel ?? (first.channel as PositionChannel);
    return { ...plan, valueChannel, dimensions: plan.dimensions.filter((dimension) => !values.includes(dimension)) };
  });
}

/** Whether each panel has a separate scale on a position. */
export function hasFreeScale({ facet, layers }: PlotSpec, channel: PositionChannel): boolean {
  const isFaceted = layers.some(({ channels }) => FACET_CHANNELS.some((name) => channels.has(name)));
  return isFaceted && (facet.scales === 'free' || facet.scales === `free-${channel}`);
}

function checkFacets({ from, channels, yAxis }: LayerSpec): void {
  for (const channel of FACET_CHANNELS) {
    const wanted = channels.get(channel);
    if (wanted && yAxis === 'right') {
      throw new PikaError('plan/unsupported', {
        subject: `plot from "${from}"`,
        expected: 'one y axis in a plot with facets',
        found: 'y-axis="right"',
        next: `Leave out y-axis or ${channel}.`,
      });
    }
    if (!wanted || hasRows(wanted)) continue;
    throw new PikaError('spec/bad-channel', {
      subject: `${channel} of the plot from "${from}"`,
      expected: 'a column, an expression or bin(…): a panel for each of its values',
      found: `${channel}="${channelText(wanted)}"`,
      next: `Write for example ${channel}="region", or leave it out.`,
    });
  }
}

function positionsOf(columns: ByChannel<PlannedColumn>): readonly PositionChannel[] {
  return POSITION_CHANNELS.filter((channel) => columns.has(channel));
}

/** The title of a column: its name, the part of a date that it computes, or the author's expression. */
export function titleOf(columns: ByChannel<PlannedColumn>, channel: ChannelName): string {
  const column = columns.get(channel)!;
  return distinctTitle(column, [...columns.values()], ({ expression, part }, isFull) =>
    part ? partTitle(part, isFull) : expressionTitle(expression, isFull),
  );
}

function plannedColumn(plot: PlotSpec, layer: LayerSpec, expression: string, channel: ChannelName): PlannedColumn {
  const given = scaleOf(plot, layer, channel);
  const isPlain = layer.channels.get(channel)?.kind === 'value' && (given.scale === null || isBand(given.scale));
  const part = isPlain ? datePartCall(expression) : null;
  if (!part) return { expression, part, ...given };
  return {
    ...given,
    expression: datePartSql(part),
    part,
    scale: partScale(part.part, channel, layer, plot, given.scale),
  };
}

/** Only positions have a scale that an author can choose. */
function scaleOf(
  { scales }: PlotSpec,
  layer: LayerSpec,
  channel: ChannelName,
): Pick<PlannedColumn, 'scale' | 'domain'> {
  if (!isPosition(channel)) return { scale: null, domain: null };
  const { scale, domain } = scales[axisOf(layer, channel)];
  return { scale, domain };
}

function zoomed(zoom: ZoomAxes | null, positions: readonly PositionChannel[], mark: Mark): readonly PositionChannel[] {
  if (zoom === null || zoom === 'all') return zoom ? positions : [];
  const missing = [...zoom].find((axis) => !positions.some((channel) => channel === axis));
  if (!missing) return positions.filter((channel) => zoom.includes(channel));
  throw new PikaError('spec/bad-zoom', {
    subject: `${mark.name} plot`,
    expected: `zoom="${positions.join('')}"`,
    found: `zoom="${zoom}"`,
    next: `The ${missing} axis of this mark shows counts; its scale follows by itself.`,
  });
}

function brushOf(brush: BrushKind | null, positions: readonly PositionChannel[], mark: Mark): Brush | null {
  if (brush === null) return null;
  if (positions.length === 0)
    throw new PikaError('spec/bad-brush', {
      subject: `${mark.name} plot`,
      expected: 'a column on x or y to select on',
      found: `brush="${brush}" without one`,
      next: mark.name === 'arc' ? 'Write pick instead: a click selects a slice.' : 'Leave brush out.',
    });
  if (brush === 'nearest') return { kind: 'nearest', channels: positions };
  const [sides, kind] = BRUSHES[brush];
  const missing = sides.find((channel) => !positions.includes(channel));
  if (!missing) return { kind, channels: sides };
  throw new PikaError('spec/bad-brush', {
    subject: `${mark.name} plot`,
    expected: `brush="${positions.join('')}"`,
    found: `brush="${brush}"`,
    next: `The ${missing} axis of this mark shows counts, and only columns can be selected.`,
  });
}

const BRUSHES: Readonly<
  Record<Exclude<BrushKind, 'nearest'>, readonly [channels: readonly PositionChannel[], Brush['kind']]>
> = {
  x: [['x'], 'range'],
  y: [['y'], 'range'],
  xy: [['x', 'y'], 'range'],
  lasso: [['x', 'y'], 'lasso'],
  'nearest-x': [['x'], 'nearest'],
  'nearest-y': [['y'], 'nearest'],
};
