import { svg } from './elements';
import type { PageAxis, PlotView } from './page-data';

/** A rectangle in CSS pixels, y down. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LABEL_GAP_CSS = 8;
/** The width of a character, of the font's size. */
const CHARACTER_EM = 0.58;

/** Grid, ticks, labels and titles, as `<pika-plot>` draws them. Labels of x that would overlap are left out. */
export function drawAxes({ x, y, topCss, heightCss, look }: PlotView, box: Box): SVGElement[] {
  const [end, bottom] = [box.x + box.width, box.y + box.height];
  const upright = (at: number): number => crisp(box.x + at * box.width);
  const across = (at: number): number => crisp(bottom - at * box.height);
  return [
    ...(y.grid ? y.ticks.map(({ at }) => line('grid', box.x, end, across(at), across(at))) : []),
    ...(x.grid ? x.ticks.map(({ at }) => line('grid', upright(at), upright(at), box.y, bottom)) : []),
    ...y.minor.map((at) => line('tick minor', box.x - 4, box.x, across(at), across(at))),
    ...x.minor.map((at) => line('tick minor', upright(at), upright(at), bottom, bottom + 2.5)),
    ...x.ticks.map(({ at }) => line('tick', upright(at), upright(at), bottom, bottom + 4)),
    line('base', box.x, end, crisp(bottom), crisp(bottom)),
    ...y.ticks.map((tick) => label(tick, { x: box.x - 8, y: across(tick.at), dy: '0.32em', 'text-anchor': 'end' })),
    ...fitting(x, box, look.sizeCss).map((tick) => {
      const left = crisp(box.x + tick.at * box.width + tick.shiftCss);
      if (x.turn === 0) return label(tick, { x: left, y: bottom + 15, 'text-anchor': 'middle' });
      const transform = `translate(${left} ${bottom + 8}) rotate(${-x.turn})`;
      return label(tick, { transform, dy: '0.32em', 'text-anchor': 'end' });
    }),
    label({ label: arrowed(y, '↓ ', '↑ ', ''), full: y.fullTitle }, { class: 'title', x: 10, y: topCss + 15 }),
    label(
      { label: arrowed(x, '← ', '', ' →'), full: x.fullTitle },
      { class: 'title', x: end, y: heightCss - 7, 'text-anchor': 'end' },
    ),
  ];
}

function arrowed({ title, direction }: PageAxis, backward: string, forward: string, after: string): string {
  if (title === '' || direction === null) return title;
  return direction === 1 ? `${forward}${title}${after}` : `${backward}${title}`;
}

function fitting({ ticks, turn }: PageAxis, box: Box, sizeCss: number): PageAxis['ticks'] {
  const widest = (text: string): number => (turn === 0 ? text.length * CHARACTER_EM * sizeCss : sizeCss);
  const places = [...ticks].sort((a, b) => a.at - b.at);
  for (let each = 1; ; each++) {
    const kept = places.filter((_, i) => i % each === 0);
    const overlaps = kept.some((tick, i) => {
      const before = kept[i - 1];
      if (!before) return false;
      const gap = (tick.at - before.at) * box.width + tick.shiftCss - before.shiftCss;
      return gap < (widest(tick.label) + widest(before.label)) / 2 + (turn === 0 ? LABEL_GAP_CSS : 0);
    });
    if (!overlaps || kept.length <= 1) return kept;
  }
}

function line(name: string, x1: number, x2: number, y1: number, y2: number): SVGElement {
  return svg('line', { class: name, x1, x2, y1, y2 });
}

function label(
  { label: text, full }: { readonly label: string; readonly full: string | null },
  attributes: Readonly<Record<string, string | number>>,
): SVGElement {
  const element = svg('text', attributes, text);
  if (full !== null) element.append(svg('title', {}, full));
  return element;
}

function crisp(position: number): number {
  return Math.round(position) + 0.5;
}
