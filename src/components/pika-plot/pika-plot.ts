import type { PropertyValues, TemplateResult } from 'lit';
import {
  ENGINE_ATTRIBUTES,
  isPresence,
  OnDemand,
  PikaError,
  pageEngine,
  PLOT_ATTRIBUTES,
  specFromJson,
  specToJson,
  type CountedBins,
  type DrawnValue,
  type HoverRow,
  type PerAxis,
  type PlotAttributes,
  type LayerAttributes,
  type PlotExplanation,
  type PlotJson,
  type PlotDomain,
  type PlotHover,
  type PlotSelection,
  type SelectRanges,
  type Surface,
  type Plot,
  type PlotHost,
  type PlotModel,
} from '../../engine/index';
import { dropObjectText, type AttributeUse } from '../controllers/attribute-controller';
import { LocaleController } from '../controllers/locale-controller';
import { MarksController } from '../controllers/marks-controller';
import { MessagesController } from '../controllers/messages-controller';
import { NearController } from '../controllers/near-controller';
import { cornerStyles } from '../controllers/own-pixels';
import { PrintController } from '../controllers/print-controller';
import { SelectionNamesController } from '../controllers/selection-names-controller';
import { SizeController } from '../controllers/size-controller';
import { ThemeController, themeColors } from '../controllers/theme-controller';
import { errorStyles } from '../error-panel';
import type { Drawing } from '../picture/picture';
import type { CopyOptions, DownloadOptions, PictureOptions } from '../picture/picture-options';
import type { SelectedRowsOptions } from '../saving/selected-rows';
import { PlotElement, textProperties } from '../text-properties';
import { themeProperties } from '../theme-properties';
import { onQueryNotes, queryNotes } from '../query-notes';
import { plotAttributeUse } from './attribute-use';
import { assignedTexts, nameOf, queryOf, requestOf, writtenRequest } from './authored-plot';
import { readDomain, zoomedIn, type WantedDomain } from './read-domain';
import type { LegendController, ShownLegend } from './legend';
import { isLegendElsewhere, LegendOfPlot, LEGENDS } from './legend-places';
import { PLOT_MESSAGES } from '../messages/english/plot';
import { overlayStyles } from './overlay';
import type { PlotInteraction } from './plot-interaction';
import { plotTemplate } from './plot-template';
import { PLOT_VIEWS } from './plot-views';
import { plotStyles } from './styles';
import { TextWidths } from './text-widths';
import { textStyles } from './texts';

const SAVING = new OnDemand('the code that saves plots', () => import('../saving/saving'));
const INTERACTION = new OnDemand('the code that plots interact by', () => import('./plot-interaction'));

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
 * @attr {"bar"|"line"|"area"|"point"|"rule"|"tick"|"text"|"arc"|"box"|"rect"|"density"} mark - how to draw it
 * @attr {string} x - channel: a column, a DuckDB SQL expression, `bin(expression)`, an aggregate such as `count()` or
 *   `avg(delay)`, or a constant
 * @attr {string} y - channel, as x; so are all below, to facet-y
 * @attr {string} x2 - where an instance ends along x
 * @attr {string} y2 - where an instance ends along y
 * @attr {string} theta - the angle of a slice of a pie (mark="arc"): a column or an aggregate
 * @attr {string} color - color of the instances; also a constant such as `#f60`
 * @attr {string} size - their area
 * @attr {string} shape - their symbol
 * @attr {string} opacity - their opacity
 * @attr {string} text - their text
 * @attr {string} series - splits a line or area that has no color channel
 * @attr {string} order - the order in which a line joins its points, slices lie in a pie, and labels find a place
 * @attr {string} facet-x - one panel for each value, side by side
 * @attr {string} facet-y - one panel for each value, one below the other
 * @attr {number} facet-wrap - how many panels of facet-x are side by side; default: a number that suits the plot
 * @attr {"shared"|"free"|"free-x"|"free-y"} facet-scales - whether panels share scales
 * @attr {"zero"|"normalize"|"center"|"dodge"|"off"} stack - what to do with instances at one place
 * @attr {"x"|"-x"|"y"|"-y"|"data"|string} sort - order of the labels of a band: by a channel, as in the data, or a list
 *   of labels in brackets
 * @attr {number} limit - how many labels of a band to draw: the first in the order of `sort`, or the largest
 * @attr {"linear"|"step"|"step-before"|"step-after"|"monotone"|"natural"|"basis"|"cardinal"} curve - how a line joins
 *   its points; default: linear
 * @attr {"circle"|"square"|"triangle"|"diamond"|"star"|"triangle-down"|"cross"} symbol - symbol of points without the
 *   channel shape; default: circle
 * @attr {"on"|"off"} hollow - whether points are outlines
 * @attr {string} dash - lengths of dashes and gaps in CSS pixels: `4 2`
 * @attr {number} stroke-width - width of lines in CSS pixels
 * @attr {number} corner-radius - radius of the corners of bars in CSS pixels
 * @attr {"vertical"|"horizontal"} orient - boxes are vertical, or horizontal
 * @attr {"start"|"middle"|"end"} anchor - the part of a text that is at its position
 * @attr {number} dx - how far to move a text to the right, in CSS pixels
 * @attr {number} dy - how far to move a text down, in CSS pixels
 * @attr {number} font-size - size of a text in CSS pixels; default: 11
 * @attr {string} text-format - format of a text that shows numbers or times, as in d3-format or d3-time-format;
 *   of the shares of a pie, which `off` leaves out
 * @attr {number} inner-radius - the hole of a pie, as a fraction of its radius
 * @attr {"x"|"y"|"xy"|"lasso"|"nearest"|"nearest-x"|"nearest-y"} brush - axes that a drag selects on; `lasso` selects
 *   inside a curve; `nearest` selects the values of the row nearest to the pointer, on both axes or on one (a click
 *   pins them)
 * @attr {boolean} pick - a click, or Enter at the keyboard cursor, selects a bar, category, cell or slice; with Shift,
 *   adds or removes one
 * @attr {string} selection - the selection that this plot writes to; default: its query's
 * @attr {string} filter-by - the selections that filter the plot, separated by spaces; default: its own
 * @attr {string} filter-key - the column that links its rows to those of other queries in `filter-by`; default: those
 *   queries' expressions are applied to its own columns
 * @attr {"on"|"off"} context - whether to draw filtered-out rows in the background; default: on for bars of
 *   counts and sums
 * @attr {""|"x"|"y"|"xy"} zoom - axes that wheel, touch and keyboard zoom; all when it has no value
 * @attr {string} zoom-group - plots of one group share the visible domain of their zoomed axes
 * @attr {string} x-domain - home domain of x, shown before any zooming: `"0, 100"`, or two dates
 * @attr {string} y-domain - home domain of y, or the order of its labels in brackets: `["low", "high"]`
 * @attr {"linear"|"log"|"symlog"|"sqrt"|"pow"|"time"|"band"|"point"|string} x-scale - scale of x; log, symlog
 *   and pow may have a number: `log(2)`
 * @attr {"linear"|"log"|"symlog"|"sqrt"|"pow"|"time"|"band"|"point"|string} y-scale - likewise, of y
 * @attr {"on"|"off"} x-nice - whether x ends on round values
 * @attr {"on"|"off"} y-nice - whether y ends on round values
 * @attr {"on"|"off"} x-zero - whether x includes zero
 * @attr {"on"|"off"} y-zero - whether y includes zero
 * @attr {"on"|"off"} x-reverse - whether x runs from right to left
 * @attr {"on"|"off"} y-reverse - whether y runs from top to bottom
 * @attr {"category"|"sequential"|"diverging"|"quantile"|"quantize"|"threshold"} color-scale - scale of the colors
 * @attr {string} color-scheme - named colors, such as viridis or tableau10
 * @attr {string} color-domain - values between which colors are spread, thresholds, or labels in the order of the
 *   colors
 * @attr {string} color-range - the colors themselves, separated by commas
 * @attr {"on"|"off"} color-reverse - whether the colors run the other way
 * @attr {"linear"|"sqrt"|"log"|"symlog"} size-scale - how the area of a symbol grows with its value; default: linear
 * @attr {string} size-range - the smallest and largest area in square CSS pixels: `4, 400`
 * @attr {string} x-label - title of the x axis
 * @attr {string} y-label - title of the y axis
 * @attr {string} x-format - format of the values of x, as in d3-format or d3-time-format
 * @attr {string} y-format - likewise, of y
 * @attr {string} x-ticks - about how many ticks x has, or their values in brackets
 * @attr {string} y-ticks - likewise, of y
 * @attr {"on"|"off"} x-grid - whether x has grid lines
 * @attr {"on"|"off"} y-grid - whether y has grid lines
 * @attr {"left"|"right"} y-axis - the y axis that shows its layers; usually set on a `<pika-mark>`, to give its
 *   values a separate scale
 * @attr {string} right-domain - home domain of the right axis
 * @attr {"linear"|"log"|"symlog"|"sqrt"|"pow"|"time"|"band"|"point"|string} right-scale - scale of the
 *   right axis, as x-scale
 * @attr {"on"|"off"} right-nice - whether the right axis ends on round values
 * @attr {"on"|"off"} right-zero - whether the right axis includes zero
 * @attr {"on"|"off"} right-reverse - whether the right axis runs from top to bottom
 * @attr {string} right-label - title of the right axis
 * @attr {string} right-format - format of the values of the right axis
 * @attr {string} right-ticks - about how many ticks the right axis has, or their values in brackets
 * @attr {"on"|"off"} right-grid - whether the right axis has grid lines
 * @attr {string} color-format - format of the values of color
 * @attr {string} size-format - format of the values of size
 * @attr {string} theta-format - format of the values of a pie
 * @attr {"utc"|"local"|string} time-zone - time zone in which the plot shows times and begins days: `utc`, `local` or a
 *   name such as `Europe/Vienna`; default: that of its query, or else of the page, or else UTC
 * @attr {"on"|"off"} legend - whether the plot shows its legends
 * @attr {"on"|"labels"|"off"} axes - `off`: no axes, so that the marks fill the plot; `labels`: axes without titles
 * @attr {"on"|"off"} tooltip - `off`: no tooltips
 * @attr {"menu"|"off"} tools - `menu`: a button in the corner opens a menu that saves and copies the picture and the
 *   selected rows, and shows the plot in full size; default: off
 * @attr {string} label - what the plot shows, for screen readers; default: its mark and channels
 * @cssprop {<color>} --pika-accent - color of bars and brushes
 * @cssprop {<color>} --pika-context - color of filtered-out rows
 * @cssprop {<custom-ident>} --pika-ramp - colors of a density: ylgnbu, viridis, magma or another ramp of d3, by d3's or
 *   Vega's name; of two names, dark pages use the second
 * @cssprop {<color>} --pika-background - background color; default: none, so that the page shows
 * @cssprop {<color>} --pika-text - color of ticks
 * @cssprop {<color>} --pika-strong - color of titles
 * @cssprop {<color>} --pika-line - color of borders and other lines
 * @cssprop {<family-name>} --pika-font - font family
 * @cssprop --pika-categories - colors of categories, separated by commas; default: eight that readers with any color
 *   vision can tell apart
 * @cssprop {<color>} --pika-grid - color of grid lines; default: `--pika-line`
 * @cssprop {<length>} --pika-font-size - size of the text, from 10 to 14px; default: 11px. Tables are 1px larger,
 *   counts and inputs 2px
 * @cssprop {<family-name>} --pika-title-font - font family of titles and of large numbers; default: that of other text
 * @cssprop {<number>} --pika-title-weight - font weight of titles and of large numbers; default: 600
 * @cssprop {<length>} --pika-radius - radius of the corners of boxes: tooltips, tables, panels; default: 6px
 * @csspart plot - the whole plot
 * @csspart tooltip - the tooltip
 * @csspart legend - the legend; a `<pika-legend for>` can show it elsewhere
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
export class PikaPlot extends PlotElement<PikaPlotEvents> {
  static override properties = {
    ...textProperties(PLOT_ATTRIBUTES),
    model: { state: true, hasChanged: isOtherModel },
    layers: { state: true, hasChanged: isOtherJson },
  };

  static override styles = [
    themeProperties,
    themeColors,
    plotStyles,
    overlayStyles,
    errorStyles,
    cornerStyles,
    textStyles,
  ];

  declare private model: PlotModel | null;
  /** Of `<pika-mark>` children or of an assigned spec; null: the plot's attributes describe its only layer. */
  declare private layers: readonly LayerAttributes[] | null;

  readonly #near = new NearController(this, {
    isKept: () => this.#isKept,
    came: () => {
      this.#theme.look();
      if (this.hasUpdated && this.isConnected) this.#join();
    },
    left: () => this.#rest(),
  });
  #view: Plot | null = null;
  /** Numbers of calls that wait for the picture. */
  #callers = 0;
  /** The plot was drawn, left the window and came back: its next picture is not announced. */
  #isBack = false;
  /** Whether an assigned spec has replaced the attributes and marks. */
  #hasSpec = false;
  /** What scripts had assigned to properties before the spec replaced it. */
  #assignedTexts: PlotAttributes = {};
  /** Why an assigned spec can't be drawn. */
  #specError: PikaError | null = null;
  /** Why an assigned domain can't be shown. */
  #domainError: PikaError | null = null;
  /** Why a `<pika-mark>` can't be drawn. */
  #markError: PikaError | null = null;
  /** Assigned before `#view` existed. */
  #wantedDomain: WantedDomain = {};
  #dispose: (() => void) | null = null;
  /** Resolves once `#view` exists, or the plot shows why it can't. */
  #attaching: Promise<void> = Promise.resolve();
  #offNotes: (() => void) | null = null;
  readonly #widths = new TextWidths(this);
  readonly #size = new SizeController(
    this,
    () => this.#plot,
    (widthCss, heightCss, pixelRatio) => {
      // The paper is another size, but there is no time to count for it: the styles scale the picture.
      if (this.#print.isPrinting) return;
      this.#widths.refresh();
      this.#view?.resize(widthCss, heightCss, pixelRatio);
    },
  );
  readonly #print = new PrintController(
    this,
    () => this.#view?.print() ?? null,
    () => this.#size.measure(),
  );
  readonly #theme = new ThemeController(
    this,
    (theme) => {
      this.#widths.refresh();
      this.#view?.setTheme(theme);
    },
    () => this.attributeCheck.check(),
  );

  readonly #selectionNames = new SelectionNamesController(
    this,
    () => ({ selection: this.selection, from: this.from, filterBy: this.filterBy }),
    () => this.attributeCheck.check(),
  );
  readonly #locale = new LocaleController(
    this,
    () => queryOf(this, this.layers),
    () => this.#sync(),
  );
  readonly #messages = new MessagesController(this, 'plot', PLOT_MESSAGES);
  readonly #marks = new MarksController(this, () => this.#readMarks());
  /** Null until a picture has one. */
  #legend: LegendController | null = null;
  /** Resolves when the legend can be shown; null if it is not loading. */
  #legendDue: Promise<void> | null = null;
  /** Null until there is a picture. */
  #interaction: PlotInteraction | null = null;
  #legendIsElsewhere = false;

  constructor() {
    super();
    this.model = null;
    this.layers = null;
    new LegendOfPlot(this, () => this.#shownLegend);
    PLOT_VIEWS.set(this, (call) => this.#whileDrawn(call));
  }

  /** The plot's own selection; null while it is not drawn. */
  get selected(): PlotSelection | null {
    return this.#view?.selection ?? null;
  }

  /**
   * Selects lo ≤ value < hi on the given axes, exact to the last bit; null clears. Times are Dates, milliseconds since
   * 1970, or bigints in the column's own unit, which can express nanoseconds. Categories are selected by label:
   * `select({ x: ['EMEA', 'APAC'] })`. Does nothing before the plot is ready. A plot that is not drawn because it is
   * far from the window is drawn first.
   * @throws PikaError `spec/bad-selection` when the plot can't select that; nothing changes then
   */
  select(ranges: SelectRanges | null): void {
    if (this.#near.isDrawn) this.#view?.select(ranges);
    else if (ranges) this.#awake().then(() => this.#view?.select(ranges), reportError);
  }

  /**
   * The visible domain of each axis, [lo, hi) in data units (milliseconds since 1970 for times, positions for
   * categories); null while the plot is not drawn. Assign to change it: axes left out stay, null resets one to its home
   * domain. May be assigned before the plot is drawn. For anything else, the plot shows an error and fires
   * `pika-error`, until a domain is assigned that it can show.
   */
  get domain(): PlotDomain | null {
    return this.#view?.domain ?? null;
  }

  set domain(domain: PerAxis<readonly [lo: number, hi: number] | null> | null | undefined) {
    dropObjectText(this, 'domain');
    const failed = this.#domainError !== null;
    this.#domainError = null;
    let wanted: WantedDomain = {};
    try {
      wanted = readDomain(domain ?? { x: null, y: null });
    } catch (thrown) {
      this.#domainError = PikaError.from(thrown);
    }
    if (failed || this.#domainError) this.#sync();
    if (this.#view) this.#view.show(wanted);
    else this.#wantedDomain = { ...this.#wantedDomain, ...wanted };
  }

  /** The visible domain of each zoomed axis, to assign to {@link domain} later; the others are left out. */
  get zoomed(): PerAxis<readonly [lo: number, hi: number]> {
    return this.#view?.zoomed ?? zoomedIn(this.#wantedDomain);
  }

  /**
   * The plot as JSON: layers, scales, guides and interaction, as `plot-schema.json` of the package describes it.
   * Assign a spec to draw it in place of what the attributes and `<pika-mark>` children describe; null returns to them.
   * If the spec is wrong, the plot shows why and fires `pika-error`.
   * @throws PikaError `spec/…` when it is read while an attribute is wrong
   */
  get spec(): PlotJson {
    return specToJson(requestOf(this, this.layers, PLOT_ATTRIBUTES));
  }

  set spec(assigned: PlotJson | null | undefined) {
    const json = assigned ?? null;
    if (json === null && !this.#hasSpec) return;
    dropObjectText(this, 'spec');
    if (!this.#hasSpec) this.#assignedTexts = assignedTexts(this);
    this.#specError = null;
    this.#hasSpec = json !== null;
    try {
      const { layers = null, ...texts } =
        json === null ? { ...this.#assignedTexts, ...writtenRequest(this, this.#marks.layers) } : specFromJson(json);
      for (const attribute of PLOT_ATTRIBUTES) {
        const text = texts[attribute.property] ?? null;
        Object.assign(this, { [attribute.property]: isPresence(attribute) ? text !== null : text });
      }
      this.layers = layers;
    } catch (thrown) {
      this.#specError = PikaError.from(thrown, 'spec of a plot');
    }
    this.#sync();
    this.attributeCheck.check();
  }

  /**
   * What the plot draws, after all filters: one plain object for each bar, point, cell …, with its values by channel;
   * none if there are no rows to draw. Waits until the plot is drawn. Null if it is not on the page, or if the user
   * stopped it.
   * @throws PikaError why the plot can't be drawn
   */
  async values(): Promise<readonly DrawnValue[] | null> {
    return this.#whileDrawn(async (view) => (await view?.values()) ?? null);
  }

  /**
   * Explains how each layer gets its data: the route and the reason for it, the SQL if there is any, columns, bins and
   * rows; also as readable `text`. Waits until the plot is drawn, and is null, as {@link values}; also if there are no
   * rows to draw.
   * @throws PikaError why the plot can't be drawn
   */
  async explain(): Promise<PlotExplanation | null> {
    return this.#whileDrawn(async (view) => (await view?.explain()) ?? null);
  }

  /**
   * Makes a picture of the whole plot as it is on the page: marks, axes, titles, legend, notes and selection. Waits
   * until the plot is drawn. A legend that a `<pika-legend>` shows is not part of it.
   * @throws PikaError `engine/bad-option`, `engine/no-picture` without a plot on the page, or why it can't be drawn
   */
  async toBlob(options?: PictureOptions): Promise<Blob> {
    const drawing: Drawing = { whileDrawn: (make) => this.#whileDrawn(make), legendDue: () => this.#legendDue };
    return (await SAVING.load()).toBlob(this, drawing, options);
  }

  /**
   * Saves a picture of the plot as a file of the user's browser.
   * @throws PikaError as {@link toBlob}
   */
  async download(options?: DownloadOptions): Promise<void> {
    return (await SAVING.load()).download(this, options);
  }

  /**
   * Copies a picture of the plot, as a PNG, to the clipboard. Call it when the user clicks or presses a key: browsers
   * refuse it otherwise.
   * @throws PikaError `engine/no-clipboard` if the browser refuses, or as {@link toBlob}
   */
  async copy(options?: CopyOptions): Promise<void> {
    return (await SAVING.load()).copy(this, options);
  }

  /**
   * The selected rows as a file: CSV, Parquet or Arrow. They are the rows of the plot's query that pass everything that
   * filters the plot, and also the plot's own selection: all rows if nothing is selected. Waits until the plot is
   * drawn.
   * @throws PikaError why the plot can't be drawn, or its rows can't be read
   */
  async selectedRows(options?: SelectedRowsOptions): Promise<Blob> {
    return this.#whileDrawn(async (view) => (await SAVING.load()).rowsOf(view, options));
  }

  /**
   * A SELECT statement of DuckDB's SQL that returns the {@link selectedRows}: for the database of the page, where the
   * query's name is a table. Waits until the plot is drawn.
   * @throws PikaError why the plot can't be drawn
   */
  async selectedSQL(): Promise<string> {
    return this.#whileDrawn(async (view) => (await SAVING.load()).sqlOf(view));
  }

  /** Draws the plot wherever it is, until the call has ended. */
  async #whileDrawn<T>(call: (view: Plot | null) => Promise<T>): Promise<T> {
    this.#callers++;
    try {
      return await call(await this.#drawn());
    } finally {
      this.#callers--;
    }
  }

  /** Resolves when a plot that is far from the window is drawn, or can't be. */
  async #awake(): Promise<void> {
    if (this.#near.isDrawn || !this.isConnected) return;
    await this.explain().catch(() => null);
    await this.#interact();
  }

  /** The view, once the attributes that the author assigned in this task have reached it. */
  async #drawn(): Promise<Plot | null> {
    if (!this.isConnected) return null;
    this.#near.wake();
    await this.updateComplete;
    await this.#attaching;
    if (!this.#view && this.model?.phase === 'error') throw this.model.error;
    return this.#view;
  }

  /** The counts behind the picture; null while there is none. */
  async counts(): Promise<CountedBins | null> {
    await this.#awake();
    return (await this.#view?.counts()) ?? null;
  }

  /**
   * The row drawn nearest to a point of the element (CSS pixels from its left and top), among the rows that pass its
   * filters; null if none is within 12 pixels. If y counts rows, only x matters.
   */
  async nearest(xCss: number, yCss: number): Promise<HoverRow | null> {
    await this.#awake();
    const { panelPoint } = await this.#interactive();
    const at = this.model?.phase === 'ready' ? panelPoint(this.model.layout, xCss, yCss) : null;
    return (at && (await this.#view?.nearest(at))) ?? null;
  }

  protected override joined(): void {
    this.#offNotes = onQueryNotes(() => this.requestUpdate());
  }

  /** An element that is only moved is connected again in the same task; it keeps its view. */
  protected override left(): void {
    this.#offNotes?.();
    queueMicrotask(() => {
      if (!this.isConnected) this.#detach();
    });
  }

  /** A plot that was never near the window renders nothing; one that has left it renders when there is time. */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    const later = this.#near.rendersLater(this.hasUpdated);
    if (later) return later.then(() => super.scheduleUpdate());
    super.scheduleUpdate();
    return undefined;
  }

  /** It may have been removed since the update was requested. */
  protected override firstUpdated(): void {
    if (this.isConnected) this.#join();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (['mark', 'zoom', 'tooltip', 'tools', 'layers'].some((name) => changed.has(name))) this.attributeCheck.check();
  }

  protected override updated(changed: PropertyValues): void {
    const isMoved = this.#legendIsElsewhere !== isLegendElsewhere(this);
    if (
      isMoved ||
      changed.has('layers') ||
      this.isRefusalIn(changed) ||
      ENGINE_ATTRIBUTES.some(({ property }) => changed.has(property))
    )
      this.#changed();
  }

  protected override attributeUse(): AttributeUse {
    const { known } = super.attributeUse();
    const remarks = [...this.#theme.colorRemarks, ...this.#selectionNames.remarks];
    return plotAttributeUse(this, this.layers, known, this.#hasSpec, this.#theme.remark, remarks);
  }

  protected override render(): TemplateResult {
    const { model } = this;
    const zoomed = this.zoom === null ? '' : Object.keys(this.#view?.zoomable ?? {}).join('');
    return plotTemplate({
      name: nameOf(this, this.layers),
      say: this.#messages.say,
      model,
      notes: [
        ...(model?.phase === 'ready' && model.note ? [model.note] : []),
        ...this.notes,
        ...new Set(this.#marks.remarks),
        ...queryNotes(this.from?.trim() ?? ''),
      ],
      brush: this.brush,
      zoomed,
      isFocusable: Boolean(this.brush || this.pick || zoomed || this.tooltip !== 'off'),
      legend: this.#legend,
      interaction: this.#interaction,
      stop: () => this.#view?.stop(),
      retry: () => this.#view?.retry(),
    });
  }

  /** The title of a channel, as the axis, the panels or the legend show it. */
  #titleOf(channel: string): string {
    const { layout = null } = this.model?.phase === 'ready' ? this.model : {};
    const axis = channel === 'x' || channel === 'y' ? layout?.[channel] : null;
    // Without axes, or with axes that have no titles, the title of the channel.
    return axis?.fullTitle || axis?.title || this.#view?.titleOf(channel) || channel;
  }

  get #shownLegend(): ShownLegend | null {
    if (this.model?.phase !== 'ready') return null;
    return { legends: this.model.legend, actions: this.#view?.legendActions ?? null };
  }

  get #plot(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.plot')!;
  }

  get #surface(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('#surface')!;
  }

  #join(): void {
    if (!this.#dispose) this.#attaching = this.#attach();
  }

  async #attach(): Promise<void> {
    let detached = false;
    this.#dispose = () => (detached = true);
    try {
      const { view, dispose } = await pageEngine().createPlot(this.#host());
      if (detached) return dispose();
      this.#view = view;
      this.#dispose = dispose;
      this.#theme.read();
      this.#size.measure();
      this.#sync();
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

  /** Whether something would be lost, or missing elsewhere, if the plot were not drawn. */
  get #isKept(): boolean {
    const isWatched = this.#callers > 0 || document.activeElement === this || this.#legendIsElsewhere;
    const hasFailed = this.model?.phase === 'error' || this.model?.phase === 'stopped';
    return isWatched || hasFailed || this.#print.isPrinting || (this.#view?.isInUse ?? false);
  }

  /** Far from the window: frees picture, counts and columns until the plot comes near again. */
  #rest(): void {
    this.#isBack ||= this.model?.phase === 'ready';
    this.#detach();
    // At once: browsers composite every canvas of the page with every frame.
    this.#surface.replaceChildren();
    this.model = null;
  }

  /** The author has changed what the plot draws. */
  #changed(): void {
    this.#isBack = false;
    this.#sync();
  }

  #host(): PlotHost {
    return {
      freshCanvas: (): Surface => document.createElement('canvas'),
      show: (canvas) => this.#surface.replaceChildren(canvas as HTMLCanvasElement),
      render: (model) => this.#show(model),
      onPainted: () => void this.#interact().then(() => this.#painted()),
      onSelected: (selection) => this.fire('pika-select', selection),
      onZoomed: (domain) => this.fire('pika-view', domain),
      onHovered: (hover) => this.#interaction?.hover.show(hover),
      measure: this.#widths.measure,
    };
  }

  /** A plot that was drawn before, and came back, is not announced again. */
  #painted(): void {
    if (this.#legendDue) return void this.#legendDue.then(() => this.#painted());
    if (!this.#isBack) this.fire('pika-ready', {});
    this.#isBack = false;
  }

  /** Lets users interact with the picture, once the code for that is loaded. */
  async #interact(): Promise<void> {
    try {
      const { PlotInteraction } = await this.#interactive();
      if (this.#interaction) return;
      this.#interaction = new PlotInteraction(
        this,
        { plot: this, view: () => this.#view, ready: () => (this.model?.phase === 'ready' ? this.model : null) },
        () => this.#plot,
        {
          values: () => this.values(),
          title: (channel) => this.#titleOf(channel),
          label: (channel, label) => this.#view?.labelOf(channel, label) ?? label,
          name: () => nameOf(this, this.layers),
          version: () => (this.model?.phase === 'ready' ? this.model.summary : null),
        },
        (hover) => this.fire('pika-hover', hover),
        (styles) => this.wear(styles),
      );
      this.requestUpdate();
    } catch (thrown) {
      // The picture is there, and stays.
      reportError(thrown);
    }
  }

  /** Draws what the author asked for now. */
  readonly #sync = (): void => {
    const view = this.#view;
    if (!view) return;
    this.#legendIsElsewhere = isLegendElsewhere(this);
    const error =
      this.#specError ?? this.#domainError ?? this.propertyError ?? (this.#hasSpec ? null : this.#markError);
    if (error) view.fail(error);
    else if (this.#awaitsMarks) document.addEventListener('DOMContentLoaded', this.#sync, { once: true });
    else {
      const { lang, timeZone } = this.#locale.read();
      const own = requestOf(this, this.layers, ENGINE_ATTRIBUTES);
      const request = { ...own, lang, timeZone: own.timeZone?.trim() ? own.timeZone : timeZone };
      view.update(request, this.#legendIsElsewhere);
    }
  };

  /** Whether the parser may still add the marks, without which the plot would be an error. */
  get #awaitsMarks(): boolean {
    return this.mark === null && this.layers === null && document.readyState === 'loading';
  }

  #readMarks(): void {
    const { layers, error } = this.#marks;
    if (!this.#hasSpec) this.layers = layers;
    const isOther = error !== this.#markError;
    this.#markError = error;
    if (isOther) this.#sync();
    this.requestUpdate();
  }

  #show(model: PlotModel): void {
    this.model = model;
    if (model.phase !== 'loading') {
      // By now the code of its marks is loaded, which names their attributes.
      this.attributeCheck.check();
      this.#near.settled();
    }
    if (model.phase === 'error') this.fire('pika-error', model.error);
    if (model.phase === 'ready' && model.layout.legend && !this.#legend) this.#legendDue ??= this.#addLegend();
    if (model.phase !== 'ready' || this.#interaction) return;
    // Once the code is there, one rendering shows both. Before, the page has time for it while a worker paints.
    if (INTERACTION.ifLoaded) void this.#interact();
    else this.#interactive().catch(() => undefined);
  }

  async #addLegend(): Promise<void> {
    try {
      const { LegendController, legendStyles } = await LEGENDS.load();
      this.wear([legendStyles]);
      this.#legend = new LegendController(this, () => this.#shownLegend);
      this.requestUpdate();
    } catch (thrown) {
      // The picture is there, and stays.
      reportError(thrown);
    } finally {
      this.#legendDue = null;
    }
  }

  /** Resolves once users can hover, select and zoom. */
  async #interactive(): Promise<typeof import('./plot-interaction')> {
    return (await Promise.all([INTERACTION.load(), this.#view?.interactive()]))[0];
  }
}

/** Before there is anything to report, a plot that loads shows what it shows while it waits for its engine. */
function isOtherModel(now: PlotModel | null, before: PlotModel | null | undefined): boolean {
  const isBlank = (model: PlotModel | null): boolean =>
    model === null || (model.phase === 'loading' && model.progress === null);
  return now !== before && !(before !== undefined && isBlank(now) && isBlank(before));
}

function isOtherJson(now: unknown, before: unknown): boolean {
  return JSON.stringify(now) !== JSON.stringify(before);
}
