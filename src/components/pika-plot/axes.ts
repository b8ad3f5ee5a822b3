import { svg, type SVGTemplateResult } from 'lit';
import type { Layout } from '../../engine/index';

/** Grid lines, under the canvas: along both axes of a plane, across the bars of a histogram. */
export function grid({ box, x, y }: Layout, plane: boolean): SVGTemplateResult {
  const bottom = box.y + box.height;
  return svg`
    ${y.ticks.map(({ at }) => {
      const top = crisp(bottom - at * box.height);
      return svg`<line class="grid" x1=${box.x} x2=${box.x + box.width} y1=${top} y2=${top}></line>`;
    })}
    ${plane ? x.ticks.map(({ at }) => {
      const left = crisp(box.x + at * box.width);
      return svg`<line class="grid" x1=${left} x2=${left} y1=${box.y} y2=${bottom}></line>`;
    }) : null}`;
}

/** Ticks, labels and titles. */
export function axes({ box, x, y }: Layout): SVGTemplateResult {
  const bottom = box.y + box.height;
  return svg`
    ${y.ticks.map(({ at, label }) => svg`<text x=${box.x - 8} y=${crisp(bottom - at * box.height)} dy="0.32em" text-anchor="end">${label}</text>`)}
    <text class="title" x="10" y="15">↑ ${y.title}</text>
    ${x.ticks.map(({ at, label }) => {
      const left = crisp(box.x + at * box.width);
      return svg`<line class="tick" x1=${left} x2=${left} y1=${bottom} y2=${bottom + 4}></line>
        <text x=${left} y=${bottom + 15} text-anchor="middle">${label}</text>`;
    })}
    <line class="base" x1=${box.x} x2=${box.x + box.width} y1=${crisp(bottom)} y2=${crisp(bottom)}></line>
    <text class="title" x=${box.x + box.width} y=${bottom + 31} text-anchor="end">${x.title} →</text>`;
}

/** The middle of a device pixel row, so that a line one pixel wide is one pixel wide. */
function crisp(position: number): number {
  return Math.round(position) + 0.5;
}
