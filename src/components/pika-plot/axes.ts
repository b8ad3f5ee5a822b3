import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Layout, Tick } from '../../engine/index';

/** Grid lines below the canvas: of both axes for a plane, of y alone for a histogram. */
export function grid({ box, x, y }: Layout, plane: boolean): SVGTemplateResult {
  const bottom = box.y + box.height;
  return svg`
    ${y.ticks.map(({ at }) => {
      const top = crisp(bottom - at * box.height);
      return svg`<line class="grid" x1=${box.x} x2=${box.x + box.width} y1=${top} y2=${top}></line>`;
    })}
    ${
      plane
        ? x.ticks.map(({ at }) => {
            const left = crisp(box.x + at * box.width);
            return svg`<line class="grid" x1=${left} x2=${left} y1=${box.y} y2=${bottom}></line>`;
          })
        : null
    }`;
}

/** Ticks, labels and titles. */
export function axes({ box, x, y }: Layout): SVGTemplateResult {
  const bottom = box.y + box.height;
  return svg`
    ${y.ticks.map((tick) => svg`<text class=${classOf(tick.full)} x=${box.x - 8} y=${crisp(bottom - tick.at * box.height)} dy="0.32em" text-anchor="end">${labelText(tick)}</text>`)}
    <text class="title ${classOf(y.fullTitle)}" x="10" y="15">↑ ${y.title}${fullText(y.fullTitle)}</text>
    ${x.ticks.map((tick) => {
      const left = crisp(box.x + tick.at * box.width);
      return svg`<line class="tick" x1=${left} x2=${left} y1=${bottom} y2=${bottom + 4}></line>
        <text class=${classOf(tick.full)} x=${crisp(box.x + tick.labelCss)} y=${bottom + 15} text-anchor="middle">${labelText(tick)}</text>`;
    })}
    <line class="base" x1=${box.x} x2=${box.x + box.width} y1=${crisp(bottom)} y2=${crisp(bottom)}></line>
    <text x=${box.x + box.width} y=${bottom + 31} text-anchor="end" class="title ${classOf(x.fullTitle)}">${x.title} →${fullText(x.fullTitle)}</text>`;
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

/** The centre of a pixel, so that a line one pixel wide covers exactly one. */
function crisp(position: number): number {
  return Math.round(position) + 0.5;
}
