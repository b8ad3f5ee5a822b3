import { PikaError } from '../errors';
import { COUNT, type Sample, type SlotId } from '../frame/recording';
import type { ByChannel } from '../grammar/channel-name';
import { isFacet, type FacetChannel } from '../grammar/facet-channel';
import type { PositionChannel } from '../grammar/position-channel';
import type { LinkedView } from '../link/linked-views';
import type { Paint } from '../paints/index';
import type { CountsPlan } from '../plan/plan';
import { SamplingState } from '../zoom/sampling-state';
import { sameAxes } from './bin-axes';
import { countAxes, countBySql, viewBins, type CountedAxes } from './count-axes';
import { countValues, type DrawnValue } from './drawn-values';
import type { LayerExplanation } from './explanation';
import { EXPLANATION } from './parts-on-demand';
import type { LayerAxes } from './layer-data';
import { countsInPanels } from './facets/counts-in-panels';
import { panelExtents } from './facets/panel-extents';
import { PlotLayer, type PanelScene, type PlotLayerHost } from './plot-layer';
import type { CountedBins } from './plot-model';
import type { StillPicture } from './still-picture';
import { isTransient } from './transient-error';
import { shownAs } from '../scales/presentation';
import type { Span } from '../scales/scale-methods';
import type { LayerValues } from '../scales/train';

/**
 * A layer that draws counts: its slots, and whether a backend or SQL counts it. Owns two slots: the counts of all rows,
 * and of the rows that pass its filters.
 */
export class CountsLayer extends PlotLayer<CountsPlan> {
  readonly kind = 'counts';
  readonly total: SlotId;
  readonly selected: SlotId;
  readonly sampling: SamplingState;
  readonly #still: StillPicture;
  /** The binned axes and the counts along them; null until both are known. */
  counted: CountedAxes | null = null;
  /** The extents of its columns in the cells of its facets, if panels have free scales. */
  #panelExtents: ByChannel<readonly (Span | null)[]> | null = null;
  /** The pending count by SQL, if any. */
  #recounting: Promise<void> = Promise.resolve();
  /** The latest statement, if SQL counts. */
  #sql: string | null = null;
  /** The axes of the counts in the `selected` slot, if SQL counted them. */
  #recounted: CountedAxes | null = null;

  /**
   * @param id unique among views; names its slots
   * @param still keeps the counts that are read back
   */
  constructor(id: string, host: PlotLayerHost, still: StillPicture) {
    super(host);
    this.total = `${id}.total` as SlotId;
    this.selected = `${id}.selected` as SlotId;
    this.#still = still;
    this.sampling = new SamplingState(host.idle);
  }

  override leave(): void {
    super.leave();
    this.counted = null;
    this.#recounted = null;
    this.filtered = null;
    this.sampling.stop();
  }

  get axes(): LayerAxes | null {
    return this.counted?.axes ?? null;
  }

  shownValues(channel: PositionChannel): LayerValues | null {
    const { counted, loaded } = this;
    if (!counted || !loaded || channel !== 'y' || counted.axes.has('y')) return null;
    const { from } = loaded.plan.spec;
    const extent = [0, counted.largest] as const;
    return {
      from,
      type: shownAs({ kind: 'number', integer: true }, loaded.plan.show(channel)),
      extent,
      hasBaseline: true,
      isCount: true,
    };
  }

  shownExtent(channel: PositionChannel, panel: number): Span | null {
    const { loaded, counted } = this;
    const extents = this.#panelExtents?.get(channel);
    if (!loaded || !counted || !extents) return null;
    let [cell, stride] = [0, 1];
    for (const [facet, { bins }] of loaded.facets.channels) {
      cell += bins[loaded.facets.panels[panel]?.[facet as FacetChannel] ?? 0]! * stride;
      stride *= counted.axes.get(facet)!.bins.count;
    }
    return extents[cell] ?? null;
  }

  isShownIn(channel: PositionChannel, [lo, hi]: Span): boolean {
    const extent = this.loaded?.plotColumns.columns.get(channel)?.extent;
    if (!this.counted || !extent) return true;
    return extent[0] <= hi && extent[1] >= lo && (this.counted.axes.has('y') || this.counted.largest > 0);
  }

  explanation(): LayerExplanation | null {
    const { loaded, counted } = this;
    if (!loaded || !counted) return null;
    const because = loaded.plotColumns.notResident;
    return EXPLANATION.loaded.explainLayer(loaded, counted.axes, {
      by: because === null ? 'kernels' : 'SQL',
      why: because ?? 'the columns are in memory',
      sql: because === null ? null : this.#sql,
      instances: [...counted.axes.values()].reduce((product, { bins }) => product * bins.count, 1),
    });
  }

  get target(): LinkedView['target'] {
    return (
      this.counted && {
        bins: viewBins(this.counted.bins),
        accumulators: COUNT,
        total: this.total,
        selected: this.selected,
      }
    );
  }

  get sample(): Sample | null {
    return this.sampling.sample;
  }

  /** A filtered plane that draws no context needs no counts of all rows. */
  needsTotal(filtered: boolean): boolean {
    return !(filtered && this.counted?.axes.has('y') && !this.#showsContext) && this.sampling.takeUncounted();
  }

  get followsZoom(): boolean {
    return this.resident;
  }

  get resident(): boolean {
    return this.loaded?.plotColumns.resident ?? false;
  }

  recount(conditions: readonly string[]): boolean {
    const { loaded, counted } = this;
    if (!loaded || !counted) return false;
    const { context, relation, plan, linked, signal } = loaded;
    const counting = countBySql(relation, plan, counted.axes, conditions, {
      signal,
      replaces: this.selected,
      onStatement: (sql) => (this.#sql = sql),
    })
      .then((counts) => {
        if (this.counted !== counted || this.#recounting !== counting) return;
        context.backend.fill(this.selected, counts);
        this.#recounted = counted;
        linked.paint(this);
      })
      .catch((thrown: unknown) => {
        if (this.counted === counted) this.failed(PikaError.from(thrown));
      });
    this.#recounting = counting;
    return this.#recounted === counted;
  }

  async along(axes: LayerAxes | null, isLate: () => boolean): Promise<boolean> {
    const { loaded } = this;
    if (axes && this.counted && sameAxes(axes, this.counted.axes)) return true;
    this.counted = null;
    if (!axes || !loaded) return true;
    const { context, relation, plan, plotColumns, signal } = loaded;
    const bySql = plotColumns.resident
      ? null
      : () =>
          countBySql(relation, plan, axes, [], {
            signal,
            replaces: this.total,
            onStatement: (sql) => (this.#sql = sql),
          });
    const what = `count ${[...plan.columns.values()].map(({ expression }) => expression).join(', ')}`;
    const counted = await context.profile.time('plot', what, () =>
      countAxes(context, axes, this.total, { signal, bySql, isLate }),
    );
    if (!counted || isLate()) return false;
    this.#panelExtents = loaded.facets.channels.size > 0 && plan.isFree ? await panelExtents(loaded, axes) : null;
    if (isLate()) return false;
    if (counted.counts) this.#still.read(this.total, counted.counts);
    else this.sampling.renew();
    this.counted = counted;
    return true;
  }

  paints({ panel, box, theme, scales }: PanelScene): readonly Paint[] {
    const { loaded, counted } = this;
    if (!loaded || !counted || this.filtered === null) return [];
    const counts = this.filtered ? this.selected : this.total;
    const context = this.filtered && this.#showsContext ? this.total : null;
    const largest = counted.axes.has('y') ? 0 : scales.y.domain[1];
    const { axes } = counted;
    const allCells = [...counted.bins.values()].reduce((cells, { count }) => cells * count, 1);
    const firstCell = this.firstCellOf(panel);
    return loaded.plan.draw.paint({ box, axes, scales, largest, theme, counts, context, firstCell, allCells });
  }

  async values(layer: number): Promise<readonly DrawnValue[] | null> {
    const reading = await this.read();
    return reading && this.counted && countValues(this.counted.axes, reading.counts, layer, this.loaded?.facets);
  }

  async describe(): Promise<string | null> {
    const reading = await this.readDrawn();
    const { loaded, counted } = this;
    if (!reading || !counted || !loaded) return null;
    const { axes } = counted;
    return loaded.plan.draw.describe({ axes, counts: countsInPanels(axes, reading.counts, loaded.facets) });
  }

  /** The first cell of a panel in its slots. */
  firstCellOf(panel: number): number {
    const { loaded, counted } = this;
    if (!loaded || !counted) return 0;
    const { channels, panels } = loaded.facets;
    let [cell, stride] = [0, 1];
    for (const [channel, { bins }] of counted.axes) {
      const facet = channels.get(channel);
      if (facet && isFacet(channel)) cell += facet.bins[panels[panel]?.[channel] ?? 0]! * stride;
      stride *= bins.count;
    }
    return cell;
  }

  /** The counts that the picture shows, and those of all rows if they differ. */
  get drawnSlots(): { readonly counts: SlotId; readonly total: SlotId | null } {
    return {
      counts: this.filtered ? this.selected : this.total,
      total: this.filtered === true && !this.sampling.isUncounted ? this.total : null,
    };
  }

  /**
   * Resolves with the counts of the picture once all pending work on it is done; null if another picture has replaced
   * it by then.
   */
  async read(): Promise<CountedBins | null> {
    const context = this.loaded?.context;
    if (!context) return null;
    await context.frameScheduler.settled();
    await this.#recounting;
    await context.frameScheduler.settled(); // counts from SQL are painted with the next frame
    return this.loaded?.context === context ? this.readDrawn() : null;
  }

  /** The counts of the last picture, even if newer ones are pending; null if there is none by then. */
  async readDrawn(): Promise<CountedBins | null> {
    const { counted } = this;
    const context = this.loaded?.context;
    if (!context || !counted) return null;
    const { counts: slot } = this.drawnSlots;
    try {
      const counts = await context.frameScheduler.read(slot);
      if (this.counted === counted) this.#still.read(slot, counts);
      return { edges: [...counted.axes.values()].map(({ edges }) => edges), counts };
    } catch (thrown) {
      // The plot is moving to another backend, or has other bins or rows by now.
      if (this.counted !== counted || isTransient(PikaError.from(thrown))) return null;
      throw thrown;
    }
  }

  get #showsContext(): boolean {
    const plan = this.loaded?.plan;
    return plan?.spec.context ?? plan?.draw.showsContext ?? false;
  }
}
