import { svg, type SVGTemplateResult } from 'lit';
import type { BrushPx, Layout } from '../../engine/index';

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

/** The selected range, with handles where it can be pulled. On a plane, what is not selected is veiled: a tint would hide the colours. */
export function brushMark({ box }: Layout, brush: BrushPx, plane: boolean): SVGTemplateResult {
  const [fromX, toX] = brush.x ?? [0, box.width];
  const [fromY, toY] = brush.y ?? [0, box.height];
  const left = box.x + fromX;
  const top = box.y + box.height - toY;
  const width = Math.max(1, toX - fromX);
  const height = Math.max(1, toY - fromY);
  const handle = (x: number, y: number, upright: boolean): SVGTemplateResult => svg`
    <rect class="handle" x=${x - (upright ? 3 : 9)} y=${y - (upright ? 9 : 3)} width=${upright ? 6 : 18} height=${upright ? 18 : 6} rx="3"></rect>`;
  const veil = `M${box.x},${box.y}h${box.width}v${box.height}h${-box.width}zM${left},${top}v${height}h${width}v${-height}z`;
  return svg`
    <g class="brush">
      ${plane ? svg`<path class="veil" d=${veil}></path>` : null}
      <rect class=${plane ? 'range plane' : 'range'} x=${left + 0.5} y=${top + 0.5} width=${Math.max(0, width - 1)} height=${Math.max(0, height - 1)}></rect>
      ${brush.x ? [handle(left, top + height / 2, true), handle(left + width, top + height / 2, true)] : null}
      ${brush.y ? [handle(left + width / 2, top, false), handle(left + width / 2, top + height, false)] : null}
    </g>`;
}

/** The middle of a device pixel row, so that a line one pixel wide is one pixel wide. */
function crisp(position: number): number {
  return Math.round(position) + 0.5;
}
