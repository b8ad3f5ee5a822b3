import {
  css,
  html,
  nothing,
  svg,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import {
  layOutRamp,
  swatchSide,
  type LegendActions,
  type LegendEntry,
  type LegendItem,
  type LegendLayout,
  type LegendModel,
  type RampItem,
} from '../../engine/index';
import { MessagesController } from '../controllers/messages-controller';
import { PLOT_MESSAGES } from '../messages/english/plot';
import { safeColor } from '../safe-color';
import { symbolPath } from './symbol-paths';
import { TextWidths } from './text-widths';

/** What a legend shows, and what it does. */
export interface ShownLegend {
  readonly legends: readonly LegendModel[];
  /** Null if the plot can't filter by its legends: entries are then plain text. */
  readonly actions: LegendActions | null;
}

/** From the left of the plot: where the title of y begins. */
const LEFT_CSS = 10;

const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
  Home: -Infinity,
  End: Infinity,
};

/**
 * Draws legends. Their entries are buttons with one tab stop: arrow keys, Home and End move between them, Enter and
 * Space select one, with Shift, Ctrl or Command one more; Escape clears. Pointer and focus highlight.
 */
export class LegendController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #shown: () => ShownLegend | null;
  readonly #widths: TextWidths;
  readonly #messages: MessagesController<typeof PLOT_MESSAGES>;
  /** The entry that Tab reaches, in the order of the page. */
  #current = 0;
  #expanded = false;

  constructor(host: ReactiveControllerHost & HTMLElement, shown: () => ShownLegend | null) {
    this.#host = host;
    this.#shown = shown;
    this.#widths = new TextWidths(host);
    this.#messages = new MessagesController(host, 'plot', PLOT_MESSAGES);
    host.addController(this);
  }

  /** A legend may lose entries, but always has one tab stop. */
  hostUpdated(): void {
    const buttons = this.#buttons();
    if (buttons.length === 0) return;
    this.#current = Math.min(this.#current, buttons.length - 1);
    for (const [i, button] of buttons.entries()) button.tabIndex = i === this.#current ? 0 : -1;
  }

  /** The lines of a layout, above the plot. */
  above({ lines, heightCss, widthCss }: LegendLayout): TemplateResult {
    return this.#legend(
      html`<div class="lines" .style="left: ${LEFT_CSS}px; width: ${widthCss}px; height: ${heightCss}px">
        ${lines.map((line) => html`<div class="entries">${line.map((item) => this.#item(item))}</div>`)}
      </div>
      ${
        this.#expanded
          ? html`<div class="all" .style="left: ${LEFT_CSS}px; max-width: ${widthCss}px">${this.#groups()}</div>`
          : nothing
      }`,
      'above',
    );
  }

  /** All entries, wrapped by the page. */
  free(): TemplateResult {
    return this.#legend(html`${this.#groups()}`, 'free');
  }

  #legend(content: TemplateResult, name: string): TemplateResult {
    return html`<div class="legend ${name}" part="legend" role="group" aria-label=${this.#messages.say('legend')}
      @keydown=${this.#key} @focusin=${this.#focus} @focusout=${this.#leave} @click=${this.#click}>${content}</div>`;
  }

  #groups(): readonly TemplateResult[] {
    this.#widths.refresh();
    return (this.#shown()?.legends ?? []).map(
      (legend) => html`<div class="group">
        ${legend.title === '' ? nothing : html`<span class="name">${legend.title}</span>`}
        ${this.#ramp(legend)}
        ${legend.entries.map((entry) => this.#entry(legend, entry, entry.label, null))}
        ${legend.note ? html`<span class="remark">${legend.note}</span>` : nothing}
      </div>`,
    );
  }

  #ramp(legend: LegendModel): TemplateResult | typeof nothing {
    const ramp = layOutRamp(legend, this.#widths.measure);
    return ramp ? rampMark(ramp) : nothing;
  }

  #item(item: LegendItem): TemplateResult {
    switch (item.kind) {
      case 'title':
        return html`<span class="name" title=${item.full ?? nothing}>${item.text}</span>`;
      case 'note':
        return html`<span class="remark" title=${item.full ?? nothing}>${item.text}</span>`;
      case 'ramp':
        return rampMark(item);
      case 'entry':
        return this.#entry(item.legend, item.entry, item.text, item.full);
      case 'more':
        return html`<button class="entry more" aria-expanded=${this.#expanded}
          @click=${this.#expand}>${this.#expanded ? this.#messages.say('fewer') : item.text}</button>`;
    }
  }

  #entry(legend: LegendModel, entry: LegendEntry, text: string, full: string | null): TemplateResult {
    const actions = legend.isPlain ? null : (this.#shown()?.actions ?? null);
    const content = html`${swatch(entry)}<span class="text">${text}</span>`;
    const name = `entry ${entry.muted ? 'muted' : ''}`;
    if (!actions) return html`<span class=${name} title=${full ?? nothing}>${content}</span>`;
    const { channel } = legend;
    const isFiltering = legend.entries.some(({ muted }) => muted);
    const toggle = ({ shiftKey, ctrlKey, metaKey }: MouseEvent): void =>
      actions.toggle(channel, entry.value, shiftKey || ctrlKey || metaKey);
    const highlight = (): void => actions.highlight(channel, entry.value);
    const restore = (): void => actions.highlight(channel, null);
    return html`<button class=${name} title=${full ?? nothing} aria-label=${full ?? nothing}
      aria-pressed=${isFiltering && !entry.muted}
      @click=${toggle} @pointerenter=${highlight} @pointerleave=${restore}
      @focus=${highlight} @blur=${restore}>${content}</button>`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') return this.#escape(event);
    const step = KEYS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = this.#buttons();
    const target = Math.max(0, Math.min(buttons.length - 1, this.#current + step));
    event.preventDefault();
    buttons[target]?.focus();
  };

  #escape(event: KeyboardEvent): void {
    const { legends = [], actions = null } = this.#shown() ?? {};
    const filtering = legends.filter(({ entries }) => entries.some(({ muted }) => muted));
    if (!this.#expanded && filtering.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#expanded) this.#expand();
    else for (const { channel } of filtering) actions?.clear(channel);
  }

  readonly #expand = (): void => {
    this.#expanded = !this.#expanded;
    this.#host.requestUpdate();
  };

  readonly #focus = (event: FocusEvent): void => this.#moveTo(event.target);

  /** Safari does not focus a clicked button. */
  readonly #click = (event: MouseEvent): void =>
    this.#moveTo(event.target instanceof Element ? event.target.closest('button') : null);

  /** An open list closes when the focus leaves the legend. */
  readonly #leave = (event: FocusEvent): void => {
    const { currentTarget, relatedTarget } = event;
    const stays =
      currentTarget instanceof Element && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (this.#expanded && relatedTarget && !stays) this.#expand();
  };

  #moveTo(target: EventTarget | null): void {
    const at = this.#buttons().findIndex((button) => button === target);
    if (at < 0) return;
    this.#current = at;
    this.hostUpdated();
  }

  #buttons(): HTMLButtonElement[] {
    return [...(this.#host.shadowRoot?.querySelectorAll<HTMLButtonElement>('.legend button') ?? [])];
  }
}

/** The color as a square, the size as a circle, the shape as a symbol; an entry may have several. */
function swatch(entry: LegendEntry): TemplateResult {
  const { color, sizePx, shape, opacity, hollow } = entry;
  const paint = safeColor(color) ?? 'currentColor';
  const side = swatchSide(entry);
  const middle = side / 2;
  const scale = (sizePx ?? SYMBOL_CSS) / 10;
  const mark =
    shape !== undefined
      ? svg`<path transform="translate(${middle} ${middle}) scale(${scale})" d=${symbolPath(shape)}
          fill=${hollow ? 'none' : paint} stroke=${hollow ? paint : nothing} stroke-width=${1.5 / scale}></path>`
      : sizePx !== undefined
        ? svg`<circle cx=${middle} cy=${middle} r=${sizePx / 2} fill=${paint} fill-opacity="0.55"></circle>`
        : svg`<rect width=${side} height=${side} class="patch" fill=${paint}></rect>`;
  return html`<svg class="swatch" width=${side} height=${side} .style="width: ${side}px; height: ${side}px"
    opacity=${opacity ?? nothing} aria-hidden="true">${mark}</svg>`;
}

/** The diameter of the circle that has the area of a symbol. */
const SYMBOL_CSS = 7;

function rampMark({ stops, ticks, widthCss }: RampItem): TemplateResult {
  const colors = stops.map((stop) => safeColor(stop) ?? 'transparent');
  const image = colors.length > 1 ? `linear-gradient(to right, ${colors.join(', ')})` : (colors[0] ?? 'none');
  const name = ticks.map(({ label }) => label).join(', ');
  return html`<span class="ramp" .style="width: ${widthCss}px" role="img" aria-label=${name}>
    <span class="bar" .style="background: ${image}"></span>
    ${ticks.map(({ leftCss, label }) => html`<span class="at" .style="left: ${leftCss}px">${label}</span>`)}
  </span>`;
}

export const legendStyles = css`
  .legend.above .lines { position: absolute; top: 0; overflow: clip; overflow-clip-margin: 5px; pointer-events: none; }
  .legend .entries, .legend .group { display: flex; align-items: center; gap: 4px; }
  .legend .entries { min-height: 20px; }
  .legend .entries > * { pointer-events: auto; }
  .legend .entries:first-child { margin-top: 4px; }
  .legend .entries > .entry:first-child { margin-inline-start: -5px; }
  .legend .group { flex-wrap: wrap; }
  .legend .all {
    position: absolute;
    top: 2px;
    z-index: 1;
    box-sizing: border-box;
    max-height: calc(100% - 12px);
    overflow: auto;
    padding: 6px 8px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_background);
    box-shadow: 0 2px 10px light-dark(#0002, #0008);
  }
  .legend .name {
    flex: none;
    margin-inline-end: 4px;
    color: var(--_strong);
    white-space: nowrap;
    font-weight: var(--pika-title-weight, 600);
    font-family: var(--pika-title-font, inherit);
  }
  .legend .entry {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 4px;
    min-height: 18px;
    padding: 0 5px;
    border: 0;
    border-radius: min(4px, var(--_radius));
    background: none;
    color: var(--_text);
    font: inherit;
    white-space: nowrap;
  }
  .legend .group .entry { flex: 0 1 auto; min-width: 0; }
  .legend .group .text { overflow: hidden; text-overflow: ellipsis; }
  .legend .name + .entry { margin-inline-start: -5px; }
  .legend .entries > .name:not(:first-child) { margin-inline-start: 8px; }
  .legend button.entry { cursor: pointer; }
  .legend button.entry:hover { background: var(--_line); color: var(--_strong); }
  .legend button.entry:focus-visible { outline: 2px solid var(--_accent); outline-offset: -2px; }
  .legend .muted .swatch { opacity: 0.3; }
  .legend [aria-pressed="true"] { color: var(--_strong); }
  .legend .more { color: var(--_strong); }
  .legend .patch { rx: min(2px, var(--_radius)); }
  .legend .swatch { position: static; flex: none; overflow: visible; }
  .legend .remark { white-space: nowrap; }
  .legend .ramp { position: relative; flex: none; align-self: flex-start; height: 28px; max-width: 100%; }
  .legend .bar { position: absolute; inset: 3px 0 auto; height: 9px; border-radius: min(2px, var(--_radius)); }
  .legend .at { position: absolute; top: 14px; white-space: nowrap; }
`;
