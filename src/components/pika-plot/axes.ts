import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { AxisLayout, BoxCss, Layout, PanelLayout, ShortText, Tick } from '../../engine/index';

/** Distance from the bottom of the plot to the baseline of the title of x. */
const TITLE_CSS = 7;

/** Grid lines below the canvas. */
export function grid({ box, panels, right }: Layout): SVGTemplateResult {
  return svg`${panels.map(panelGrid)}${right ? gridY(box, right) : null}`;
}

function panelGrid({ box, x, y }: PanelLayout): SVGTemplateResult {
  return svg`${gridY(box, y)}${
    x.grid
      ? x.ticks.map(({ at }) => {
          const left = crisp(box.x + at * box.width);
          return svg`<line class="grid" x1=${left} x2=${left} y1=${box.y} y2=${box.y + box.height}></line>`;
        })
      : null
  }`;
}

function gridY(box: BoxCss, { grid: hasGrid, ticks }: AxisLayout): readonly SVGTemplateResult[] | null {
  return hasGrid ? ticks.map(({ at }) => across(box, at, 'grid')) : null;
}

/** The zero of every axis that shows it, as lines above the canvas. */
export function zeroLines({ isBare, box, panels, right }: Layout): readonly SVGTemplateResult[] {
  if (isBare) return [];
  const ofPanels = panels.flatMap(({ box: own, x, y }) => [
    ...(y.zero === null ? [] : [across(own, y.zero, 'zero')]),
    ...(x.zero === null ? [] : [upright(own, x.zero)]),
  ]);
  return right && right.zero !== null ? [...ofPanels, across(box, right.zero, 'zero')] : ofPanels;
}

/** Whether a text is shortened, which the pointer shows in full: the canvas must not cover it. */
export function hasShortened({ panels, x, y, right, facetTitle }: Layout): boolean {
  const axes = [x, y, ...(right ? [right] : []), ...panels.flatMap((panel) => [panel.x, panel.y])];
  const headers = [facetTitle, ...panels.flatMap(({ above, beside }) => [above, beside])];
  return (
    axes.some(({ ticks, fullTitle }) => fullTitle !== null || ticks.some(({ full }) => full !== null)) ||
    headers.some((header) => header !== null && header.full !== null)
  );
}

/** Ticks, labels and titles, beside the panels. */
export function axes(layout: Layout): SVGTemplateResult {
  return svg`${layout.isBare ? null : axesOf(layout)}${layout.panels.map(panelHeaders)}${facetTitle(layout)}`;
}

/** The title of the facet channels, above the panels. */
function facetTitle({ topCss, facetTitle: title }: Layout): SVGTemplateResult | null {
  return title
    ? svg`<text class="title ${classOf(title.full)}" x=${title.middleCss} y=${topCss + 15}
        text-anchor="middle">${title.text}${fullText(title.full)}</text>`
    : null;
}

function axesOf({ widthCss, heightCss, topCss, box, panels, x, y, right }: Layout): SVGTemplateResult {
  const end = box.x + box.width;
  return svg`
    ${panels.map(panelAxes)}
    <text class="title ${classOf(y.fullTitle)}" .style=${fillOf(y)} x="10" y=${topCss + 15}
      >${arrow(y, '↓ ', '↑ ')}${y.title}${fullText(y.fullTitle)}</text>
    ${
      right
        ? svg`${labelsBeside(box, right, end + 8, 'start')}${marksBeside(box, right, end + 4)}
        <text class="title ${classOf(right.fullTitle)}" .style=${fillOf(right)}
          x=${widthCss - 10} y=${topCss + 15} text-anchor="end"
          >${right.title}${arrow(right, ' ↓', ' ↑')}${fullText(right.fullTitle)}</text>`
        : null
    }
    <text x=${end} y=${heightCss - TITLE_CSS} text-anchor="end" class="title ${classOf(x.fullTitle)}"
      >${arrow(x, '← ', '')}${x.title}${arrow(x, '', ' →')}${fullText(x.fullTitle)}</text>`;
}

/** The color of a title, unless the author sets one for all. */
function fillOf({ color }: AxisLayout): string {
  return color === null ? '' : `--_title: ${color}`;
}

/** Where the values of an axis grow; nothing for categories, and without a title. */
function arrow({ title, direction }: AxisLayout, backward: string, forward: string): string {
  return title === '' || direction === null ? '' : direction === 1 ? forward : backward;
}

/** The ticks and labels of a panel. Panels inside a grid have no labels. */
function panelAxes({ box, x, y, isLabelled }: PanelLayout): SVGTemplateResult {
  const bottom = box.y + box.height;
  const end = box.x + box.width;
  return svg`
    ${isLabelled.y ? svg`${labelsBeside(box, y, box.x - 8, 'end')}${marksBeside(box, y, box.x)}` : null}
    ${
      isLabelled.x
        ? svg`${x.minor.map((at) => tickBelow(crisp(box.x + at * box.width), bottom, 'tick minor', 2.5))}
    ${x.ticks.map((tick) => {
      const left = crisp(box.x + tick.at * box.width);
      return svg`${tickBelow(left, bottom, 'tick', 4)}${labelBelow(box, x, tick)}`;
    })}`
        : null
    }
    <line class="base" x1=${box.x} x2=${end} y1=${crisp(bottom)} y2=${crisp(bottom)}></line>`;
}

/** The facet values of a panel, above and beside it. */
function panelHeaders({ box, above, beside }: PanelLayout): SVGTemplateResult {
  return svg`
    ${above ? header(above, `translate(${box.x + box.width / 2} ${box.y - 6})`) : null}
    ${beside ? header(beside, `translate(${box.x + box.width + 8} ${box.y + box.height / 2}) rotate(90)`) : null}`;
}

function header({ text, full }: ShortText, transform: string): SVGTemplateResult {
  return svg`<text class="facet ${classOf(full)}" transform=${transform}
    text-anchor="middle">${text}${fullText(full)}</text>`;
}

function labelBelow(box: BoxCss, { turn }: AxisLayout, tick: Tick): SVGTemplateResult {
  const bottom = box.y + box.height;
  const left = crisp(box.x + tick.labelCss);
  return turn === 0
    ? svg`<text class=${classOf(tick.full)} x=${left} y=${bottom + 15} text-anchor="middle">${labelText(tick)}</text>`
    : svg`<text class=${classOf(tick.full)} transform="translate(${left} ${bottom + 8}) rotate(${-turn})"
        dy="0.32em" text-anchor="end">${labelText(tick)}</text>`;
}

function labelsBeside(box: BoxCss, { ticks }: AxisLayout, left: number, anchor: string): readonly SVGTemplateResult[] {
  return ticks.map(
    (tick) =>
      svg`<text class=${classOf(tick.full)} x=${left} y=${heightOf(box, tick.at)}
        dy="0.32em" text-anchor=${anchor}>${labelText(tick)}</text>`,
  );
}

/** Minor ticks end at the edge of the box. */
function marksBeside(box: BoxCss, { minor }: AxisLayout, right: number): readonly SVGTemplateResult[] {
  return minor.map((at) => {
    const top = heightOf(box, at);
    return svg`<line class="tick minor" x1=${right - 4} x2=${right} y1=${top} y2=${top}></line>`;
  });
}

function tickBelow(left: number, bottom: number, name: string, length: number): SVGTemplateResult {
  return svg`<line class=${name} x1=${left} x2=${left} y1=${bottom} y2=${bottom + length}></line>`;
}

function across(box: BoxCss, at: number, name: string): SVGTemplateResult {
  const top = heightOf(box, at);
  return svg`<line class=${name} x1=${box.x} x2=${box.x + box.width} y1=${top} y2=${top}></line>`;
}

function upright(box: BoxCss, at: number): SVGTemplateResult {
  const left = crisp(box.x + at * box.width);
  return svg`<line class="zero" x1=${left} x2=${left} y1=${box.y} y2=${box.y + box.height}></line>`;
}

function heightOf(box: BoxCss, at: number): number {
  return crisp(box.y + box.height - at * box.height);
}

function labelText({ label, full }: Tick): SVGTemplateResult {
  return svg`${label}${fullText(full)}`;
}

/** Shows a shortened text in full on hover. */
function fullText(full: string | null): SVGTemplateResult | typeof nothing {
  return full === null ? nothing : svg`<title>${full}</title>`;
}

function classOf(full: string | null): string {
  return full === null ? '' : 'short';
}

/** The center of a pixel, so that a line one pixel wide covers exactly one. */
function crisp(position: number): number {
  return Math.round(position) + 0.5;
}
