import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { HoverRow, HoverValue, Layout, PlotHover } from '../../engine/index';
import { safeColor } from '../safe-color';
import type { Say } from '../controllers/messages-controller';
import type { ClientPoint } from '../controllers/own-pixels';
import type { HOVER_MESSAGES } from '../messages/english/hover';
import { tooltipAt } from './tooltip-place';

type SayOfHover = Say<typeof HOVER_MESSAGES>;

const MAX_COLUMNS = 12;
const MAX_CHARACTERS = 80;
/** Distance from the point to the tooltip; a finger hides more than a pointer. */
const GAP_CSS = 14;
const FINGER_GAP_CSS = 30;

/** Describes a place: bin, count, nearest row. All of it is text, never markup. */
export function tooltip(hover: PlotHover, say: SayOfHover): TemplateResult {
  const { sides, values, row, pending, problem } = hover;
  return html`
    <div class="tooltip" part="tooltip" popover="manual" aria-hidden="true">
      <dl>${sides.map(({ title, text }) => html`<dt>${shorten(title)}</dt><dd>${shorten(text)}</dd>`)}</dl>
      ${values ? valueList(values) : countLine(hover, say)}
      ${pending ? html`<p class="faint">…</p>` : nothing}
      ${problem ? html`<p>${problem}</p>` : nothing}
      ${row ? rowTable(row, say) : nothing}
    </div>`;
}

function countLine(hover: PlotHover, say: SayOfHover): TemplateResult {
  const { countTitle } = hover;
  const text = countText(hover, say);
  return countTitle === undefined
    ? html`<p>${text}</p>`
    : html`<dl><dt>${shorten(countTitle)}</dt><dd>${text}</dd></dl>`;
}

function valueList(values: readonly HoverValue[]): TemplateResult {
  return html`<dl>${values.map(
    ({ title, text, color }) => html`<dt>${swatch(color)}${shorten(title)}</dt><dd>${shorten(text)}</dd>`,
  )}</dl>`;
}

function swatch(color: string | null): TemplateResult | typeof nothing {
  const css = safeColor(color);
  return css ? html`<i class="swatch" .style="background:${css}"></i>` : nothing;
}

function rowTable({ number, values }: HoverRow, say: SayOfHover): TemplateResult {
  const more = values.length - MAX_COLUMNS;
  return html`
    <p class="row">${say('row', { number })}</p>
    <dl>${values.slice(0, MAX_COLUMNS).map(
      ({ name, text }) =>
        html`<dt>${shorten(name)}</dt>
            <dd class=${text === null ? 'faint' : ''}>${shorten(text ?? say('noValue'))}</dd>`,
    )}</dl>
    ${more > 0 ? html`<p class="faint">${say('more', { count: more })}</p>` : nothing}`;
}

/** The content of {@link tooltip} as one sentence, for screen readers. */
export function hoverWords(hover: PlotHover, say: SayOfHover): string {
  const { sides, countTitle, values: ofTable, row, problem } = hover;
  if (ofTable) return `${ofTable.map(({ title, text }) => `${shorten(title)} ${shorten(text)}`).join(', ')}.`;
  const place = sides.map(({ title, text }) => `${shorten(title)} ${shorten(text)}`).join(', ');
  const counted = countTitle === undefined ? '' : `${shorten(countTitle)} `;
  const cell = `${place}: ${counted}${countText(hover, say)}.`;
  if (problem) return `${cell} ${problem}`;
  if (!row) return cell;
  const values = row.values
    .slice(0, MAX_COLUMNS)
    .map(({ name, text }) => `${shorten(name)} ${shorten(text ?? say('noValue'))}`)
    .join(', ');
  const more = row.values.length - MAX_COLUMNS;
  const others = more > 0 ? `, ${say('more', { count: more })}` : '';
  return `${cell} ${say('rowNumber', { number: row.number })}: ${values}${others}.`;
}

/** How many rows; only the numbers if they have a title. */
function countText({ count, of, countTitle }: PlotHover, say: SayOfHover): string {
  if (countTitle === undefined)
    return of === null ? say('rows', { count }) : say('rowsOf', { shown: count, count: of });
  return of === null ? say('count', { count }) : say('countOf', { shown: count, count: of });
}

/** Long text ends in `…`; surrogate pairs are not split. */
function shorten(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const characters = Array.from(text.slice(0, 2 * MAX_CHARACTERS));
  return characters.length <= MAX_CHARACTERS ? text : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}

/** Outlines the hovered bar or cell, and circles the row. */
export function hoverMark({ panels }: Layout, { at, cell, row }: PlotHover): SVGTemplateResult {
  const { box } = panels[at.panel ?? 0] ?? panels[0];
  const bottom = box.y + box.height;
  const [left, right] = cell.x;
  const [low, high] = cell.y ?? [0, box.height];
  // Keeps a cell of one pixel visible.
  const spare = cell.y ? 2 : 0;
  return svg`
    <g class="hover">
      <rect x=${box.x + left - spare} y=${bottom - high - spare}
        width=${right - left + 2 * spare} height=${high - low + 2 * spare}></rect>
      ${
        row?.place
          ? svg`<circle class="under" cx=${box.x + row.place.x} cy=${bottom - row.place.y} r="5"></circle>
        <circle cx=${box.x + row.place.x} cy=${bottom - row.place.y} r="5"></circle>`
          : null
      }
    </g>`;
}

/**
 * Places the tooltip beside a point of the viewport, or else above or below it: never over the point, never outside the
 * window. It is in the top layer, where nothing clips it and no ancestor's transform applies; but `zoom` does.
 */
export function placeTooltip(element: HTMLElement, { clientX: x, clientY: y }: ClientPoint, byTouch: boolean): void {
  if (element.isConnected && !element.matches(':popover-open')) element.showPopover();
  const zoom = zoomOf(element);
  element.style.setProperty('--_zoom', String(zoom));
  const size = { width: element.offsetWidth * zoom, height: element.offsetHeight * zoom };
  const { documentElement: root, defaultView } = element.ownerDocument;
  const window = {
    width: root.clientWidth * zoomOf(root),
    height: defaultView?.innerHeight ?? root.clientHeight * zoomOf(root),
  };
  const { left, top } = tooltipAt({ x, y }, size, window, byTouch ? FINGER_GAP_CSS : GAP_CSS);
  element.style.left = `${left / zoom}px`;
  element.style.top = `${top / zoom}px`;
}

/**
 * The product of `zoom` of an element and its ancestors. Browsers without `currentCSSZoom` have no `zoom`, or one that
 * getBoundingClientRect leaves out.
 */
export function zoomOf(element: Element): number {
  return (element as { readonly currentCSSZoom?: number }).currentCSSZoom ?? 1;
}
