import { PikaError } from '../errors';
import type { ChannelName } from '../grammar/channel-name';
import { isFacet } from '../grammar/facet-channel';
import { POSITION_CHANNELS, type PositionChannel } from '../grammar/position-channel';
import type { Paint } from '../paints/index';
import { extentOf } from '../plan/instances';
import { joinTables, type LayerTable, type TableColumn } from '../plan/layer-table';
import type { TableScene } from '../plan/mark';
import { titleOf, type TablePlan } from '../plan/plan';
import { wordOf } from '../frame/color';
import type { SlotId } from '../frame/recording';
import type { SurfacePaint } from '../frame/surface-paint';
import type { Target } from '../link/linked-views';
import { sameAxes } from './bin-axes';
import { labelWriter, layerTexts, type LayerText } from './text-labels';
import { tableValues, type DrawnValue } from './drawn-values';
import type { LayerExplanation } from './explanation';
import type { LayerAxes } from './layer-data';
import { describeTable } from './describe-table';
import { groupingsOf } from './grouping';
import { EXPLANATION, KERNEL_GROUPS } from './parts-on-demand';
import type { KernelGroups } from './kernel-groups';
import { onScales } from './on-scales';
import type { LayerFacets } from './facets/facets';
import { inPanels, panelTables, withFacets } from './facets/panel-tables';
import { inBand, labelValues, limitedBand, type LimitedBand } from './limit/limited-band';
import type { PlacedPart, PlacedTable } from './placed-table';
import { pluralOf } from './notes/plural-of';
import { MAX_ROWS, readGroups, readRows, tableOfGroups, type ReadTable } from './read-table';
import { logSizeNote, sharesNote, stylesNotDrawn, tableNotes, unplacedInTable } from './notes/table-notes';
import { PlotLayer, type LoadedLayer, type PanelScene, type PlotLayerHost, type ShownBands } from './plot-layer';
import { shownAs, type ShownType } from '../scales/presentation';
import { orderOfSeries } from '../plan/layout/series';
import type { Span } from '../scales/scale-methods';
import type { LayerValues } from '../scales/train';

/**
 * A layer that draws a small table: rows as they are, or one row for each group. Kernels aggregate groups, frame by
 * frame, if they can. Otherwise every new filter queries the database. The previous table stays until the new one
 * arrives; latest wins.
 */
export class TableLayer extends PlotLayer<TablePlan> {
  readonly kind = 'table';
  /** The groups, if kernels aggregate them along the axes. */
  #kernels: KernelGroups | null = null;
  /** What kernels compute for its picture, and where; null without kernels. */
  target: Target | null = null;
  /** Why the database aggregates the groups; null if kernels do. */
  #notByKernels: string | null = null;
  /** The panels that the tables are divided into. */
  #facets: LayerFacets | null = null;
  /** The axes along which the tables were read. */
  #axes: LayerAxes | null = null;
  /** The axes on which the tables are drawn, if the user has zoomed since. */
  #zoomed: LayerAxes | null = null;
  /** All rows: trains the scales, and is shown while nothing filters the layer. */
  #all: PlacedTable | null = null;
  /** The rows that passed the conditions last asked for, and these conditions. */
  #passed: { readonly conditions: string; readonly placed: PlacedTable } | null = null;
  /** The labels that each table shows, if this layer ranks them. */
  readonly #bands = new WeakMap<PlacedTable, LimitedBand>();
  /** Each table with the labels of the band that it was last drawn on. */
  readonly #inBands = new WeakMap<PlacedTable, { readonly band: LimitedBand; readonly placed: PlacedTable }>();
  /** The extents of all filtered values since a filter was set: until it is cleared, axes grow and don't shrink. */
  readonly #reached = new Map<string, Span>();
  /** The conditions asked for last. */
  #asked: string | null = null;
  #asking: Promise<void> = Promise.resolve();

  readonly followsZoom = true;

  /** Whether the user has zoomed since its bins were made. */
  get needsBins(): boolean {
    return this.#zoomed !== null;
  }

  readonly #id: string;

  /** @param id unique among views: a newer request of the layer replaces an older one */
  constructor(id: string, host: PlotLayerHost) {
    super(host);
    this.#id = id;
  }

  override leave(): void {
    super.leave();
    this.#forget();
    this.filtered = null;
  }

  #forget(): void {
    this.#axes = this.#zoomed = this.#all = this.#passed = this.#asked = this.#kernels = this.target = null;
  }

  /**
   * The slots of its groups: all rows, and those that pass the filters. If the database aggregates, they stay empty.
   */
  get slots(): Pick<Target, 'total' | 'selected'> {
    return { total: `${this.#id}.total` as SlotId, selected: `${this.#id}.selected` as SlotId };
  }

  /** Whether kernels aggregate the groups. Otherwise SQL does; rows without a filter need neither. */
  get resident(): boolean {
    return this.#kernels !== null;
  }

  /** Never: all rows are aggregated whenever the axes change. */
  needsTotal(): boolean {
    return false;
  }

  /** Kernels have aggregated the rows that pass the filters. */
  async answered(): Promise<void> {
    const [loaded, kernels] = [this.loaded, this.#kernels];
    if (!loaded || !kernels) return;
    const words = await loaded.context.frameScheduler.read(this.slots.selected);
    if (this.loaded !== loaded || this.#kernels !== kernels) return;
    await kernels.readRows(loaded.context.backend, words);
    if (this.loaded !== loaded || this.#kernels !== kernels) return;
    this.#asked = null;
    this.#passed = { conditions: '', placed: this.#place(loaded, groupsOf(loaded, kernels, words), null, this.#all) };
    this.host.valuesChanged();
  }

  get axes(): LayerAxes | null {
    return this.#all && (this.#zoomed ?? this.#axes);
  }

  /** The table that the picture shows; null before the first picture. */
  get shown(): PlacedTable | null {
    return this.filtered === null ? null : this.#limited(this.#drawn, this.host.bands()?.shown);
  }

  /** The table that the picture shows, with all labels. */
  get #drawn(): PlacedTable | null {
    return this.filtered ? (this.#passed?.placed ?? this.#all) : this.#all;
  }

  /** The rows of each panel that the picture shows; none before its first table. */
  get drawnParts(): readonly PlacedPart[] {
    return this.#drawn?.parts ?? [];
  }

  /** All rows, as the picture shows them while nothing filters the layer. */
  get #allShown(): PlacedTable | null {
    return this.#limited(this.#all, this.host.bands()?.all);
  }

  /** The labels of the plot's band, if this layer ranks them; null if another one does, or before its first table. */
  get bands(): ShownBands | null {
    const [all, drawn] = [this.#all, this.#drawn];
    return all && drawn && this.loaded?.limit ? { all: this.#bandOf(all), shown: this.#bandOf(drawn) } : null;
  }

  #bandOf(placed: PlacedTable): LimitedBand {
    const known = this.#bands.get(placed);
    if (known) return known;
    const limit = this.loaded!.limit!;
    const { type } = placed.table.columns.get(limit.channel)!;
    const values = placed.labelValues ?? labelValues(placed.table, limit);
    const all = placed === this.#all ? null : this.#bandOf(this.#all!);
    const band = limitedBand(limit, values, type as Extract<ShownType, { readonly kind: 'category' }>, all);
    this.#bands.set(placed, band);
    return band;
  }

  /** The rows of a table that a band with a limit shows. The same arguments return the same object. */
  #limited(placed: PlacedTable | null, band: LimitedBand | undefined): PlacedTable | null {
    if (!placed || !band) return placed;
    const known = this.#inBands.get(placed);
    if (known?.band === band) return known.placed;
    const limited = inBand(placed, band);
    this.#inBands.set(placed, { band, placed: limited });
    return limited;
  }

  async along(axes: LayerAxes | null, isLate: () => boolean): Promise<boolean> {
    const { loaded } = this;
    if (!axes || !loaded) {
      this.#forget();
      return true;
    }
    const isPlaced = this.#facets === loaded.facets;
    if (isPlaced && this.#all && this.#axes && (sameAxes(axes, this.#axes) || !isBinned(loaded.plan, axes))) {
      [this.#axes, this.#zoomed] = [axes, null];
      return true;
    }
    const found = await plannedGroups(loaded, axes);
    if (isLate() || this.loaded !== loaded) return false;
    const kernels = typeof found === 'string' ? null : found;
    const all = kernels
      ? this.#place(loaded, groupsOf(loaded, kernels, await kernels.ofAllRows(loaded.context, loaded.signal)))
      : await this.#read(loaded, axes, [], 'all');
    if (isLate() || this.loaded !== loaded) return false;
    [this.#axes, this.#zoomed, this.#all, this.#kernels] = [axes, null, all, kernels];
    this.#facets = loaded.facets;
    this.#reached.clear();
    this.target = kernels && { bins: kernels.bins, accumulators: kernels.accumulators, ...this.slots };
    this.#notByKernels = typeof found === 'string' ? found : null;
    this.#passed = this.#asked = null;
    return true;
  }

  /** Zooming keeps the tables and draws them on the new scales. Groups in bins get new bins once the user pauses. */
  onScales(axes: LayerAxes): void {
    if (!this.#axes || !this.loaded) return;
    if (isBinned(this.loaded.plan, axes)) this.#zoomed = axes;
    else this.#axes = axes;
  }

  recount(conditions: readonly string[]): boolean {
    const { loaded } = this;
    const axes = this.#axes;
    if (!loaded || !axes) return false;
    const wanted = JSON.stringify(conditions);
    if (this.#asked !== wanted) {
      this.#asked = wanted;
      this.#asking = this.#read(loaded, axes, conditions, 'passed')
        .then((placed) => {
          if (this.#asked !== wanted || this.loaded !== loaded || this.#axes !== axes) return;
          this.#passed = { conditions: wanted, placed };
          loaded.linked.paint(this);
          this.host.valuesChanged();
        })
        .catch((thrown: unknown) => {
          if (this.#asked === wanted && this.loaded === loaded) this.failed(PikaError.from(thrown));
        });
    }
    return this.#passed !== null;
  }

  /** Without a filter, the axes return to all rows. */
  override paint(filtered: boolean): SurfacePaint | null {
    const before = this.filtered;
    const paint = super.paint(filtered);
    if (before === true && this.filtered === false) this.host.valuesChanged();
    return paint;
  }

  shownValues(channel: PositionChannel, isLog: boolean, panel: number | null = null): LayerValues | null {
    const [loaded, all] = [this.loaded, this.#all];
    if (!loaded || !all || loaded.plan.dimensions.some((dimension) => dimension.channel === channel)) return null;
    const extentIn = (tables: readonly (PlacedTable | null)[]): Span | null => {
      const parts = tables.flatMap((placed) =>
        panel === null ? (placed?.parts ?? []) : (placed?.parts.slice(panel, panel + 1) ?? []),
      );
      const extents = parts.flatMap(({ instances }) => {
        const extent = (isLog && extentOf(instances[channel], true)) || extentOf(instances[channel]);
        return extent ? [extent] : [];
      });
      return extents.length > 0
        ? [Math.min(...extents.map(([lo]) => lo)), Math.max(...extents.map(([, hi]) => hi))]
        : null;
    };
    const extent = extentIn([this.#allShown]);
    if (!extent) return null;
    return {
      from: loaded.plan.spec.from,
      type:
        all.table.columns.get(channel)?.type ?? shownAs({ kind: 'number', integer: false }, loaded.plan.show(channel)),
      extent,
      filtered: this.#reach(`${channel} ${panel ?? ''} ${String(isLog)}`, extentIn(this.#filtered)),
      hasBaseline: hasBaseline(loaded.plan, channel) && !all.table.columns.has(`${channel}2`),
    };
  }

  /** The extent of this and all earlier filtered values; null without a filter. */
  #reach(key: string, now: Span | null): Span | null {
    if (!this.filtered) this.#reached.clear();
    const before = this.#reached.get(key);
    const reached =
      now && before ? ([Math.min(now[0], before[0]), Math.max(now[1], before[1])] as const) : (now ?? before);
    if (reached) this.#reached.set(key, reached);
    return reached ?? null;
  }

  /** The tables that a filter adds to the picture: the rows that pass and, behind their labels, all rows. */
  get #filtered(): readonly (PlacedTable | null)[] {
    if (!this.filtered || !this.#passed) return [];
    const bands = this.host.bands();
    return [this.#limited(this.#passed.placed, bands?.shown), bands && this.#behind];
  }

  shownExtent(channel: PositionChannel, panel: number): Span | null {
    const part = this.#all?.parts[panel];
    return (part && extentOf(part.instances[channel])) ?? null;
  }

  isShownIn(channel: PositionChannel, [lo, hi]: Span): boolean {
    const all = this.#all;
    if (!all) return true;
    // Bins cover the domain only: without rows there, no group is left to look at.
    const extent = this.loaded?.plotColumns.columns.get(channel)?.extent;
    if (all.table.rows === 0) return !extent || (extent[0] <= hi && extent[1] >= lo);
    return all.parts.some(({ instances }) => {
      const { from, to } = instances[channel];
      return from.some((value, row) => Math.max(value, to[row]!) >= lo && Math.min(value, to[row]!) <= hi);
    });
  }

  override get notes(): readonly string[] {
    const [loaded, drawn] = [this.loaded, this.#drawn];
    if (!loaded || !drawn || !this.#allShown) return super.notes;
    const limited = this.bands && limitNote(this.bands.shown, loaded.plan);
    const notes = [...tableNotes(loaded, drawn, drawn !== this.#all), limited];
    return [...super.notes, ...notes.filter((note) => note !== null)];
  }

  override notDrawn(isLog: (channel: PositionChannel) => boolean): readonly string[] {
    const [loaded, all] = [this.loaded, this.#allShown];
    if (!loaded || !all) return super.notDrawn(isLog);
    const notes = [
      ...stylesNotDrawn(loaded.plan, all.table),
      ...POSITION_CHANNELS.map((channel) => unplacedInTable(loaded.plan, all.table, channel, isLog(channel))),
    ];
    return [...super.notDrawn(isLog), ...notes.filter((note) => note !== null)];
  }

  /** Says which sizes a log scale can't show; null if it shows all. */
  get logSizeNote(): string | null {
    const [loaded, all] = [this.loaded, this.#allShown];
    return loaded && all && logSizeNote(loaded.plan, all.table);
  }

  explanation(): LayerExplanation | null {
    const [loaded, all, axes] = [this.loaded, this.#all, this.#axes];
    if (!loaded || !all || !axes) return null;
    const { sql } = this.#drawn ?? all;
    const isByKernels = this.#kernels !== null;
    const why =
      this.#notByKernels ??
      (isByKernels
        ? 'the columns are in memory'
        : `no channel is an aggregate, so each row is an instance, ${MAX_ROWS.toLocaleString('en')} at most`);
    const by = isByKernels ? 'kernels' : sql === null ? 'memory' : 'SQL';
    return EXPLANATION.loaded.explainLayer(loaded, axes, { by, why, sql, instances: this.#allShown!.table.rows });
  }

  /** A column of all rows, to train a scale on. */
  columnOf(channel: ChannelName): TableColumn | null {
    return this.#all?.table.columns.get(channel) ?? null;
  }

  paints(scene: PanelScene): readonly Paint[] {
    const { loaded, shown } = this;
    const part = shown?.parts[scene.panel];
    if (!loaded || !part) return [];
    const { plan } = loaded;
    const own = plan.draw.paint(this.#sceneOf(scene, plan, part));
    const behind = this.#behind?.parts[scene.panel];
    if (!behind || behind === part) return own;
    const context = this.#sceneOf(scene, plan, behind);
    const fill = new Uint32Array(behind.table.rows).fill(wordOf(scene.theme.context));
    return [...plan.draw.paint({ ...context, fill }), ...own];
  }

  /** All rows, drawn behind those that pass the filters; null if only those are drawn. */
  get #behind(): PlacedTable | null {
    return this.#showsContext ? this.#limited(this.#all, this.host.bands()?.shown) : null;
  }

  /** Whether the rows that are filtered out are drawn behind the others. */
  get #showsContext(): boolean {
    const plan = this.loaded?.plan;
    return (
      this.filtered === true &&
      plan !== undefined &&
      (plan.spec.context ?? plan.draw.showsContext?.(plan.spec) ?? false)
    );
  }

  override texts(scene: PanelScene): readonly LayerText[] {
    const { loaded, shown } = this;
    const { draw, constants } = loaded?.plan ?? {};
    const part = shown?.parts[scene.panel];
    if (!loaded || !part || !draw?.labels) return [];
    const own = this.#sceneOf(scene, loaded.plan, part);
    // A mark's own texts lie in its instances.
    const isColored = part.table.columns.has('label') && (constants!.has('color') || part.table.columns.has('color'));
    const colorOf = isColored ? (row: number): number => own.fill[row]! : null;
    return layerTexts(loaded.plan, part.table, draw.labels(own), scene.box, scene.pixelRatio, colorOf);
  }

  #sceneOf(scene: PanelScene, { spec, valueChannel }: TablePlan, { table, instances }: PlacedPart): TableScene {
    return {
      ...scene,
      ...scene.styles.of(this, table),
      table,
      instances: onScales(instances, table, scene.scales),
      channels: spec.channels,
      options: spec.options,
      valueChannel,
    };
  }

  async values(layer: number): Promise<readonly DrawnValue[] | null> {
    await this.loaded?.context.frameScheduler.settled();
    await this.#asking;
    await this.loaded?.context.frameScheduler.settled(); // a new table is painted with the next frame
    return this.shown && tableValues(this.shown.table, layer);
  }

  async describe(): Promise<string | null> {
    await this.#asking;
    const [loaded, shown] = [this.loaded, this.shown];
    return loaded && shown ? describeTable(loaded.plan, shown) : null;
  }

  async #read(
    loaded: LoadedLayer<TablePlan>,
    axes: LayerAxes,
    where: readonly string[],
    purpose: string,
  ): Promise<PlacedTable> {
    const { plan, context } = loaded;
    const what = `${plan.route} of ${plan.spec.from}`;
    const replaces = `${this.#id}.${purpose}`;
    let sql: string | null = null;
    const options = { signal: loaded.signal, replaces, onStatement: (statement: string) => (sql = statement) };
    const read = await context.profile.time('plot', what, () =>
      plan.route === 'rows'
        ? readRows(loaded, axes, where, options)
        : readGroups(loaded, groupingsOf(plan, axes), where, options),
    );
    return this.#place(loaded, read, sql, purpose === 'passed' ? this.#all : null);
  }

  /**
   * Computes stacks, bands and slices within each panel.
   * @param all the table of all rows, if `read` is filtered
   */
  #place(
    { plan, facets }: LoadedLayer<TablePlan>,
    read: ReadTable,
    sql: string | null = null,
    all: PlacedTable | null = null,
  ): PlacedTable {
    const { options, channels } = plan.spec;
    const { valueChannel, besideShapes, draw } = plan;
    const seriesOrder = orderOfSeries(all?.table ?? read.table, plan.listedColors);
    const place = (own: LayerTable, panel: number): PlacedPart => {
      const reduced = draw.reduce?.(own, plan.spec, all?.parts[panel]?.table ?? null) ?? own;
      const table = reduced === own ? own : withFacets(reduced, facets, panel);
      return { table, instances: draw.place({ table, options, channels, valueChannel, besideShapes, seriesOrder }) };
    };
    // A layer without facets has the same part in each panel.
    const parts =
      facets.channels.size === 0
        ? [place(read.table, 0)].flatMap((part) => facets.panels.map(() => part))
        : panelTables(read.table, facets).map(place);
    const own = facets.channels.size === 0 ? parts.slice(0, 1) : parts;
    const table = draw.reduce ? joinTables(own.map((part) => part.table)) : inPanels(read.table, facets);
    // Fail here on a wrong format, not in the next frame.
    if (table.rows > 0) labelWriter(plan, table)?.(0);
    return { ...read, table, sql, parts, note: sharesNote(plan, read.table) };
  }
}

/** How kernels group the rows, or why they can't; null for rows as they are. */
async function plannedGroups(
  { plan, plotColumns }: LoadedLayer<TablePlan>,
  axes: LayerAxes,
): Promise<KernelGroups | string | null> {
  return plan.route === 'groups' ? (await KERNEL_GROUPS.load()).KernelGroups.of(plan, plotColumns, axes) : null;
}

/** The groups of a slot; the values of their labels too, if the layer ranks these by more than one group each. */
function groupsOf(
  { plan, limit }: LoadedLayer<TablePlan>,
  kernels: KernelGroups,
  slot: Uint32Array<ArrayBuffer>,
): ReadTable {
  const read = tableOfGroups(plan, kernels.groupings, kernels.tableOf(slot));
  if (!limit?.by || !('measure' in limit.by) || kernels.groupings.length === 1) return read;
  return { ...read, labelValues: kernels.labelValues(slot, limit.channel, limit.by.channel) };
}

/** A note on the labels that are left out; null if there are none. */
function limitNote({ channel, codes, among }: LimitedBand, { columns }: TablePlan): string | null {
  if (among <= codes.length) return null;
  const title = titleOf(columns, channel);
  const labels = /^[a-z]{3,}$/.test(title) ? pluralOf(title) : `values of ${title}`;
  return `${codes.length.toLocaleString('en')} of ${among.toLocaleString('en')} ${labels}`;
}

/** Whether the table depends on the bins of its axes. */
function isBinned(plan: TablePlan, axes: LayerAxes): boolean {
  if (plan.route === 'rows')
    return plan.dimensions.some(({ channel, options }) => options !== null && !isFacet(channel));
  return groupingsOf(plan, axes).some(({ channel, edges }) => edges !== null && !isFacet(channel));
}

function hasBaseline({ draw, spec, valueChannel }: TablePlan, channel: PositionChannel): boolean {
  if (valueChannel !== channel) return false;
  return typeof draw.hasBaseline === 'function' ? draw.hasBaseline(spec.channels) : draw.hasBaseline;
}
