import { css, html, type TemplateResult } from 'lit';

/** A point of the viewport, as in pointer, mouse and wheel events. */
export interface ClientPoint {
  readonly clientX: number;
  readonly clientY: number;
}

/** A point in an element's own CSS pixels, from its left and top. */
export interface OwnPoint {
  readonly x: number;
  readonly y: number;
}

/** Maps (u, v) of the unit square to ((a·u + b·v + c) / w, (d·u + e·v + f) / w), where w = g·u + h·v + 1. */
interface Projection {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly g: number;
  readonly h: number;
}

const CORNERS = ['left top', 'right top', 'left bottom', 'right bottom'] as const;
/**
 * Results are rounded to this fraction of a pixel, so that a rounding error of the division does not reach the
 * neighboring pixel.
 */
const PER_PIXEL = 1024;

/**
 * Four empty boxes in the corners of a positioned element. {@link ownPoint} and {@link clientPoint} ask the browser for
 * their positions. This works for every `transform` (including rotation, mirroring and perspective) and `zoom` of the
 * element and its ancestors.
 */
export function corners(): TemplateResult {
  return html`${CORNERS.map((corner) => html`<i class="corner ${corner}"></i>`)}`;
}

export const cornerStyles = css`
  .corner { position: absolute; width: 0; height: 0; visibility: hidden; pointer-events: none; }
  .corner.left { left: 0; }
  .corner.right { left: 100%; }
  .corner.top { top: 0; }
  .corner.bottom { top: 100%; }
`;

/**
 * Converts a viewport point to an element's own CSS pixels. The element must contain {@link corners}. Null if the
 * element is scaled to nothing.
 */
export function ownPoint(element: HTMLElement, { clientX, clientY }: ClientPoint): OwnPoint | null {
  const size = sizeOf(element);
  const projection = projectionOf(element);
  if (!size || !projection) return null;
  const { a, b, c, d, e, f, g, h } = projection;
  const unit = solve([a - g * clientX, b - h * clientX, clientX - c], [d - g * clientY, e - h * clientY, clientY - f]);
  if (!unit || g * unit[0] + h * unit[1] + 1 <= 0) return null;
  return { x: rounded(unit[0] * size.width), y: rounded(unit[1] * size.height) };
}

/** Converts a point in the element's own CSS pixels to the viewport. */
export function clientPoint(element: HTMLElement, { x, y }: OwnPoint): ClientPoint | null {
  const size = sizeOf(element);
  const projection = projectionOf(element);
  if (!size || !projection) return null;
  const { a, b, c, d, e, f, g, h } = projection;
  const [u, v] = [x / size.width, y / size.height];
  const w = g * u + h * v + 1;
  return w > 0 ? { clientX: (a * u + b * v + c) / w, clientY: (d * u + e * v + f) / w } : null;
}

/** With fractions, unlike clientWidth and clientHeight. */
function sizeOf(element: HTMLElement): { readonly width: number; readonly height: number } | null {
  const style = getComputedStyle(element);
  const [width, height] = [Number.parseFloat(style.width), Number.parseFloat(style.height)];
  return width > 0 && height > 0 ? { width, height } : null;
}

/** The projection that maps the corners of the unit square to four points (Heckbert 1989). */
function projectionOf(element: HTMLElement): Projection | null {
  const rects = [...element.querySelectorAll('.corner')].map((corner) => corner.getBoundingClientRect());
  const [p, q, r, s] = rects;
  if (!p || !q || !r || !s) return null;
  const bend = solve([q.x - s.x, r.x - s.x, p.x - q.x + s.x - r.x], [q.y - s.y, r.y - s.y, p.y - q.y + s.y - r.y]);
  if (!bend) return null;
  const [g, h] = bend;
  return {
    a: q.x - p.x + g * q.x,
    b: r.x - p.x + h * r.x,
    c: p.x,
    d: q.y - p.y + g * q.y,
    e: r.y - p.y + h * r.y,
    f: p.y,
    g,
    h,
  };
}

type Equation = readonly [u: number, v: number, equals: number];

function solve([a, b, c]: Equation, [d, e, f]: Equation): readonly [u: number, v: number] | null {
  const determinant = a * e - b * d;
  return Math.abs(determinant) > 1e-9 ? [(c * e - b * f) / determinant, (a * f - c * d) / determinant] : null;
}

function rounded(pixels: number): number {
  return Math.round(pixels * PER_PIXEL) / PER_PIXEL;
}
