import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  attributesOf,
  PikaError,
  pageEngine,
  type CountedBins,
  type HoverRow,
  type PerAxis,
  type PlotAttributes,
  type PlotDomain,
  type PlotHover,
  type PlotSelection,
  type SelectRanges,
  type Surface,
  type Plot,
  type PlotHost,
  type PlotModel,
} from '../../engine/index';
import type { AttributeUse } from '../controllers/attribute-controller';
import { BrushController } from '../controllers/brush-controller';
import { HoverController } from '../controllers/hover-controller';
import { NearestController } from '../controllers/nearest-controller';
import { corners, cornerStyles } from '../controllers/own-pixels';
import { SelectionNamesController } from '../controllers/selection-names-controller';
import { SizeController } from '../controllers/size-controller';
import { ThemeController } from '../controllers/theme-controller';
import { ZoomController } from '../controllers/zoom-controller';
import { errorStyles } from '../error-panel';
import { themeProperties } from '../theme-properties';
import { PikaElement } from '../pika-element';
import { onQueryNotes, queryNotes } from '../query-notes';
import { axes, grid } from './axes';
import { checkDomain } from './check-domain';
import { overlay, overlayStyles } from './overlay';
import { brushable, dragSelects, followable, hoverable, zoomable, type PlotHandle } from './plot-handle';
import { shapeMark } from './shape-mark';
import { plotStyles } from './styles';
import { TextWidths } from './text-widths';
import { tooltipStyles } from './tooltip';

/** Attributes passed to the engine; a change of one redraws the plot. */
const ENGINE_ATTRIBUTES = [
  'from',
  'mark',
  'x',
  'y',
  'brush',
  'xDomain',
  'yDomain',
  'selection',
  'filterBy',
  'filterKey',
  'context',
  'zoom',
  'zoomGroup',
] as const satisfies readonly (keyof PlotAttributes)[];

/** Details of a plot's events. */
export interface PikaPlotEvents {
  'pika-ready': Record<string, never>;
  'pika-select': PlotSelection;
  'pika-view': PlotDomain;
  'pika-hover': PlotHover | null;
  'pika-error': PikaError;
}

/**
 * One plot, drawn from a `<pika-query>`. Plots from the same query are linked: a brush on one filters the others.
 *
 * ```html
 * <pika-plot from="flights" mark="bar" x="bin(delay)" y="count()" brush="x"></pika-plot>
 * ```
 *
 * @tag pika-plot
 * @attr {string} from - name of the query to draw
 * @attr {"bar"|"density"} mark - how to draw it
 * @attr {string} x - channel: `bin(expression)`, an expression, or `count()`; expressions are DuckDB SQL
 * @attr {string} y - channel, likewise
 * @attr {"x"|"y"|"xy"|"lasso"|"nearest"|"nearest-x"|"nearest-y"} brush - axes that a drag selects on; `lasso` selects
 *   inside a curve; `nearest` selects the values of the row nearest to the pointer, on both axes or on one (a click
 *   pins them)
 * @attr {boolean} pick - a click, or Enter at the keyboard cursor, selects a bar, category or cell; with Shift, adds or
 *   removes one
 * @attr {string} selection - the selection that this plot writes to; default: its query's
 * @attr {string} filter-by - the selections that filter the plot, separated by spaces; default: its own
 * @attr {string} filter-key - the column that links its rows to those of other queries in `filter-by`; default: those
 *   queries' expressions are applied to its own columns
 * @attr {"on"|"off"} context - whether to draw filtered-out rows in the background; default: on for bars, off for
 *   densities
 * @attr {""|"x"|"y"|"xy"} zoom - axes that wheel, touch and keyboard zoom; all when it has no value
 * @attr {string} zoom-group - plots of one group share the visible domain of their zoomed axes
 * @attr {string} x-domain - home domain of x, shown before any zooming: `"0, 100"`, or two dates
 * @attr {string} y-domain - home domain of y
 * @attr {"off"} tooltip - `off`: no tooltips
 * @attr {string} label - what the plot shows, for screen readers; default: its mark and channels
 * @cssprop --pika-accent - colour of bars and brushes
 * @cssprop --pika-context - colour of filtered-out rows
 * @cssprop --pika-ramp - colours of a density: ylgnbu, blues, viridis, magma, inferno, plasma, cividis or turbo
 * @cssprop --pika-background - background colour
 * @cssprop --pika-text - ticks; `--pika-strong` titles, `--pika-line` grid lines, `--pika-font` type
 * @csspart plot - the whole plot
 * @csspart tooltip - the tooltip
 * @csspart error - the error panel
 * @csspart note - a line about unusual counts (for example by SQL), or an attribute without effect
 * @fires {CustomEvent<{}>} pika-ready - the plot is drawn (or has no rows to draw), first and after each change of
 *   attributes
 * @fires {CustomEvent<PlotSelection>} pika-select - the selection changed; `ranges` is empty when it was cleared
 * @fires {CustomEvent<PlotDomain>} pika-view - the visible domain changed
 * @fires {CustomEvent<PlotHover|null>} pika-hover - the pointer or keyboard cursor is on a bar or cell, and the nearest
 *   row if any; null when it leaves
 * @fires {CustomEvent<PikaError>} pika-error - the plot can't be drawn; the element shows why
 */
export class PikaPlot extends PikaElement<PikaPlotEvents> {
  static override properties = {
    from: { type: String },
    mark: { type: String },
    x: { type: String },
    y: { type: String },
    brush: { type: String },
    pick: { type: Boolean },
    selection: { type: String },
    filterBy: { type: String, attribute: 'filter-by' },
    filterKey: { type: String, attribute: 'filter-key' },
    context: { type: String },
    zoom: { type: String },
    zoomGroup: { type: String, attribute: 'zoom-group' },
    xDomain: { type: String, attribute: 'x-domain' },
    yDomain: { type: String, attribute: 'y-domain' },
    tooltip: { type: String },
    label: { type: String },
    model: { state: true },
  };

  static override styles = [themeProperties, plotStyles, overlayStyles, errorStyles, tooltipStyles, cornerStyles];

  declare from: string | null;
  declare mark: string | null;
  declare x: string | null;
  declare y: string | null;
  declare brush: string | null;
  declare zoom: string | null;
  declare zoomGroup: string | null;
  declare pick: boolean;
  declare selection: string | null;
  declare filterBy: string | null;
  declare filterKey: string | null;
  declare context: string | null;
  declare xDomain: string | null;
  declare yDomain: string | null;
  declare tooltip: string | null;
  declare label: string | null;
  declare private model: PlotModel | null;

  #view: Plot | null = null;
  /** Assigned before `#view` existed. */
  #wantedDomain: PerAxis<readonly [lo: number, hi: number] | null> = {};
  #dispose: (() => void) | null = null;
  #offNotes: (() => void) | null = null;
  readonly #widths = new TextWidths(this);
  readonly #size = new SizeController(this, (widthCss, heightCss, pixelRatio) => {
    this.#widths.refresh();
    this.#view?.resize(widthCss, heightCss, pixelRatio);
  });
  readonly #theme = new ThemeController(this, (theme) => {
    this.#view?.setTheme(theme);
    this.attributeCheck.check();
  });

  readonly #selectionNames = new SelectionNamesController(
    this,
    () => ({ selection: this.selection, from: this.from, filterBy: this.filterBy }),
    () => this.attributeCheck.check(),
  );
  readonly #hover: HoverController;

  constructor() {
    super();
    Object.assign(this, {
      from: null,
      mark: null,
      x: null,
      y: null,
      brush: null,
      pick: false,
      selection: null,
      filterBy: null,
      filterKey: null,
      context: null,
      zoom: null,
      zoomGroup: null,
      xDomain: null,
      yDomain: null,
      tooltip: null,
      label: null,
      model: null,
    });
    // Before the brush: Escape closes a tooltip opened by keyboard, and only then clears the brush.
    const handle: PlotHandle = {
      plot: this,
      view: () => this.#view,
      ready: () => (this.model?.phase === 'ready' ? this.model : null),
    };
    const following = new NearestController(this, followable(handle), () => this.#plot);
    this.#hover = new HoverController(
      this,
      hoverable(
        handle,
        (at) => following.cursorMoved(at),
        (hover) => this.fire('pika-hover', hover),
      ),
      () => this.#plot,
    );
    const brushing = new BrushController(
      this,
      brushable(handle, () => this.#hover.cursor),
      () => this.#plot,
    );
    new ZoomController(this, zoomable(handle, brushing), () => this.#plot);
  }

  /** The plot's own selection; null while it is not drawn. */
  get selected(): PlotSelection | null {
    return this.#view?.selection ?? null;
  }

  /**
   * Selects lo ≤ value < hi on the given axes, exact to the last bit; null clears. Times are Dates, milliseconds since
   * 1970, or bigints in the column's own unit, which can express nanoseconds. Categories are selected by label:
   * `select({ x: ['EMEA', 'APAC'] })`. Does nothing before the plot is ready.
   * @throws PikaError `spec/bad-selection` when the plot can't select that; nothing changes then
   */
  select(ranges: SelectRanges | null): void {
    this.#view?.select(ranges);
  }

  /**
   * The visible domain of each axis, [lo, hi) in data units (milliseconds since 1970 for times, positions for
   * categories); null while the plot is not drawn. Assign to change it: axes left out stay, null resets one to its home
   * domain. May be assigned before the plot is drawn.
   * @throws PikaError `spec/bad-channel` for anything else; nothing changes then
   */
  get domain(): PlotDomain | null {
    return this.#view?.domain ?? null;
  }

  set domain(domain: PerAxis<readonly [lo: number, hi: number] | null> | null) {
    const wanted = domain ?? { x: null, y: null };
    checkDomain(wanted);
    if (this.#view) this.#view.show(wanted);
    else this.#wantedDomain = { ...this.#wantedDomain, ...wanted };
  }

  /** The counts behind the picture; null while there is none. */
  async counts(): Promise<CountedBins | null> {
    return (await this.#view?.counts()) ?? null;
  }

  /**
   * The row drawn nearest to a point of the element (CSS pixels from its left and top), among the rows that pass its
   * filters; null if none is within 12 pixels. If y counts rows, only x matters.
   */
  async nearest(xCss: number, yCss: number): Promise<HoverRow | null> {
    const box = this.model?.phase === 'ready' ? this.model.layout.box : null;
    return box && ((await this.#view?.hoverLookup.nearest({ x: xCss - box.x, y: box.y + box.height - yCss })) ?? null);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#offNotes = onQueryNotes(() => this.requestUpdate());
    if (this.hasUpdated) void this.#attach();
  }

  /** An element that is only moved is connected again in the same task; it keeps its view. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#offNotes?.();
    queueMicrotask(() => {
      if (!this.isConnected) this.#detach();
    });
  }

  protected override firstUpdated(): void {
    void this.#attach();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('mark') || changed.has('zoom') || changed.has('tooltip')) this.attributeCheck.check();
  }

  protected override updated(changed: PropertyValues): void {
    const changes = ENGINE_ATTRIBUTES.some((name) => changed.has(name));
    if (changes) this.#view?.update(this.#attributes());
  }

  protected override attributeUse(): AttributeUse {
    const { known } = super.attributeUse();
    const mark = this.mark?.trim() ?? '';
    const used = attributesOf(mark);
    const unused = used ? known.filter((name) => !used.includes(name)) : [];
    const { tooltip } = this;
    const ramp = mark === 'density' ? this.#theme.remark : null;
    const remarks =
      tooltip === null || ['', 'on', 'off'].includes(tooltip)
        ? []
        : [`tooltip="${tooltip}" has no effect: write tooltip="off", or leave it out.`];
    return {
      known,
      unused: {
        ...Object.fromEntries(unused.map((name) => [name, `with mark="${mark}"`])),
        ...(this.zoom === null && { 'zoom-group': 'without the attribute "zoom"' }),
      },
      remarks: [...remarks, ...(ramp === null ? [] : [ramp]), ...this.#selectionNames.remarks],
    };
  }

  protected override render(): TemplateResult {
    const { model } = this;
    const ready = model?.phase === 'ready' ? model : null;
    const plane = ready?.layout.plane ?? false;
    const name = this.label ?? [this.mark, 'plot of', this.y, 'by', this.x].filter(Boolean).join(' ');
    const notes = [...(ready?.note ? [ready.note] : []), ...this.notes, ...queryNotes(this.from?.trim() ?? '')];
    const axesZoomed = Object.keys(this.#view?.zoomable ?? {}).join('');
    const zoom = this.zoom !== null && axesZoomed ? `zoom-${axesZoomed} ${dragSelects(this.brush) ? '' : 'pans'}` : '';
    return html`
      <div class="plot brush-${this.brush ?? 'none'} ${zoom} ${ready?.stale ? 'stale' : ''}" part="plot" role="group" aria-roledescription="plot" aria-label=${name} aria-describedby="summary" aria-busy=${ready?.stale ?? model?.phase === 'loading'}
        tabindex=${this.brush || this.pick || zoom || this.tooltip !== 'off' ? 0 : nothing}>
        <svg aria-hidden="true">${ready ? grid(ready.layout, plane) : null}</svg>
        <div id="surface"></div>
        <svg aria-hidden="true">${ready ? axes(ready.layout) : null}${ready?.shape ? shapeMark(ready.layout, ready.shape) : null}${ready ? this.#hover.mark(ready.layout) : null}</svg>
        ${overlay(model, { stop: () => this.#view?.stop(), retry: () => this.#view?.retry() })}
        ${notes.length > 0 ? html`<p class="note" part="note">${notes.join(' ')}</p>` : null}
        ${ready?.approximate ? html`<span class="about" title="Counted from a sample; exact at rest">≈</span>` : nothing}
        ${corners()}
        <p class="words" id="summary">${ready?.summary}</p>
        <p class="words" aria-live="polite">${ready?.selectedText ? `Selected: ${ready.selectedText}` : ''}</p>
        <p class="words" aria-live="polite">${ready?.zoomText ? `Showing: ${ready.zoomText}` : ''}</p>
        <p class="words" aria-live="polite">${this.#hover.liveText}</p>
      </div>
      ${this.#hover.tooltip()}`;
  }

  get #plot(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.plot')!;
  }

  async #attach(): Promise<void> {
    if (this.#dispose) return;
    let detached = false;
    this.#dispose = () => (detached = true);
    try {
      const { view, dispose } = await pageEngine().createPlot(this.#host());
      if (detached) return dispose();
      this.#view = view;
      this.#dispose = dispose;
      this.#theme.read();
      this.#size.measure();
      view.update(this.#attributes());
      view.show(this.#wantedDomain);
      this.#wantedDomain = {};
    } catch (thrown) {
      this.#dispose = null;
      this.#show({ phase: 'error', error: PikaError.from(thrown) });
    }
  }

  #detach(): void {
    this.#dispose?.();
    this.#dispose = null;
    this.#view = null;
  }

  #host(): PlotHost {
    return {
      freshCanvas: (): Surface => document.createElement('canvas'),
      show: (canvas) => this.renderRoot.querySelector('#surface')!.replaceChildren(canvas as HTMLCanvasElement),
      render: (model) => this.#show(model),
      onPainted: () => this.fire('pika-ready', {}),
      onSelected: (selection) => this.fire('pika-select', selection),
      onZoomed: (domain) => this.fire('pika-view', domain),
      onHovered: (hover) => this.#hover.show(hover),
      measure: this.#widths.measure,
    };
  }

  #attributes(): PlotAttributes {
    return Object.fromEntries(ENGINE_ATTRIBUTES.map((name) => [name, this[name]]));
  }

  #show(model: PlotModel): void {
    this.model = model;
    if (model.phase === 'error') this.fire('pika-error', model.error);
  }
}
