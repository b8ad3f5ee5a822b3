import { svg, type SVGTemplateResult } from 'lit';
import type { BoxCss, BrushPx, Layout, SelectionShape } from '../../engine/index';

type VisibleShape = Exclude<SelectionShape, { readonly kind: 'hidden' }>;

/**
 * Draws the selection over the picture, and veils the rest. On a plane it leaves the selection as it is: a tint would
 * hide the colors.
 */
export function shapeMark({ panels, plane }: Layout, shape: SelectionShape): SVGTemplateResult {
  return svg`${panels.map(({ box }, panel) => {
    return markIn(box, plane, shapeIn(shape, panel));
  })}`;
}

/**
 * The part of a shape that a panel shows. A shape without a panel appears in all of them. The other panels are veiled,
 * because nothing in them is selected; so are all panels if the shape's own is not shown.
 */
function shapeIn(shape: SelectionShape, panel: number): VisibleShape {
  const isHere = (one: { readonly panel?: number }): boolean => (one.panel ?? panel) === panel;
  if (shape.kind === 'picked') return { kind: 'picked', boxes: shape.boxes.filter(isHere) };
  if (shape.kind === 'hidden') return { kind: 'picked', boxes: [] };
  return isHere(shape.kind === 'lasso' ? shape : shape.px) ? shape : { kind: 'picked', boxes: [] };
}

function markIn(box: BoxCss, plane: boolean, shape: VisibleShape): SVGTemplateResult {
  switch (shape.kind) {
    case 'brush':
      if (isOutOfView(box, shape.px)) return svg``;
      return svg`<g class="brush">${brushMark(box, shape.px, plane)}</g>`;
    case 'nearest':
      if (isOutOfView(box, shape.px)) return svg``;
      return svg`<g class="brush nearest">${nearestMark(box, shape.px)}</g>`;
    case 'picked': {
      const pathOf = (boxes: readonly BrushPx[]): string => boxes.map((px) => rectangle(box, px)).join('');
      // A whole panel needs no outline: its marks show what is selected in it.
      const outlined = pathOf(shape.boxes.filter(({ x, y }) => x ?? y));
      const name = plane ? 'range plane' : 'range';
      return svg`<g class="brush">${veil(box, pathOf(shape.boxes))}<path class=${name} d=${outlined}></path></g>`;
    }
    case 'lasso': {
      const inside = curve(box, shape.corners);
      return svg`<g class="brush">${veil(box, inside)}<path class="range plane" d=${inside}></path></g>`;
    }
  }
}

/** A range with handles at the ends that can be dragged. */
function brushMark(box: BoxCss, px: BrushPx, plane: boolean): SVGTemplateResult {
  const { left, top, width, height } = placed(box, px);
  const handle = (x: number, y: number, upright: boolean): SVGTemplateResult => svg`
    <rect class="handle" x=${x - (upright ? 3 : 9)} y=${y - (upright ? 9 : 3)}
      width=${upright ? 6 : 18} height=${upright ? 18 : 6} rx="3"></rect>`;
  return svg`
    ${veil(box, rectangle(box, px))}
    <rect class=${plane ? 'range plane' : 'range'} x=${left + 0.5} y=${top + 0.5}
      width=${Math.max(0, width - 1)} height=${Math.max(0, height - 1)}></rect>
    ${px.x ? [handle(left, top + height / 2, true), handle(left + width, top + height / 2, true)] : null}
    ${px.y ? [handle(left + width / 2, top, false), handle(left + width / 2, top + height, false)] : null}`;
}

/** For each axis a line, or a band if the value is that wide. */
function nearestMark(box: BoxCss, { x, y }: BrushPx): SVGTemplateResult {
  const ranges = [x && { x, y: null }, y && { x: null, y }].flatMap((px) => px ?? []);
  return svg`${ranges.map((px) => svg`<path class="range" d=${rectangle(box, px)}></path>`)}`;
}

/** Entirely out of view, beyond an end of the box. */
function isOutOfView({ width, height }: BoxCss, { x, y }: BrushPx): boolean {
  return (x !== null && (x[1] <= 0 || x[0] >= width)) || (y !== null && (y[1] <= 0 || y[0] >= height));
}

function veil({ x, y, width, height }: BoxCss, inside: string): SVGTemplateResult {
  return svg`<path class="veil" fill-rule="evenodd" d=${`M${x},${y}h${width}v${height}h${-width}z${inside}`}></path>`;
}

function rectangle(box: BoxCss, px: BrushPx): string {
  const { left, top, width, height } = placed(box, px);
  return `M${left},${top}v${height}h${width}v${-height}z`;
}

function curve(box: BoxCss, corners: readonly (readonly [number, number])[]): string {
  return `M${corners.map(([x, y]) => `${(box.x + x).toFixed(1)},${(box.y + box.height - y).toFixed(1)}`).join('L')}z`;
}

function placed(box: BoxCss, { x, y }: BrushPx): { left: number; top: number; width: number; height: number } {
  const [fromX, toX] = x ?? [0, box.width];
  const [fromY, toY] = y ?? [0, box.height];
  return {
    left: box.x + fromX,
    top: box.y + box.height - toY,
    width: Math.max(1, toX - fromX),
    height: Math.max(1, toY - fromY),
  };
}
