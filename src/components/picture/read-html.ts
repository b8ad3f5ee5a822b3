import { fontOf, fontText, transformed } from './font';
import { inkOf } from './ink';
import type { Font, Ink, Look, Ramp, Shape } from './shapes';

/** In CSS pixels of the plot. */
export interface OwnBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Converts a box of the viewport to the plot's own pixels. */
export type ToOwn = (rect: DOMRect) => OwnBox;

const NO_STROKE = { stroke: null, strokeWidth: 0, isRound: false, matrix: null } as const;

/** The background and the border of an HTML element; none if it has neither. */
export function boxOf(style: CSSStyleDeclaration, { x, y, width, height }: OwnBox, opacity: number): Shape[] {
  const fill = rampOf(style.backgroundImage, opacity) ?? inkOf(style.backgroundColor, opacity);
  const line = Number.parseFloat(style.borderTopWidth);
  const stroke = line > 0 && style.borderTopStyle !== 'none' ? inkOf(style.borderTopColor, opacity) : null;
  if (!fill && !stroke) return [];
  const inset = stroke ? line / 2 : 0;
  const look: Look = { fill, stroke, strokeWidth: line, isRound: false };
  const radius = Math.max(0, Number.parseFloat(style.borderTopLeftRadius) - inset) || 0;
  const [left, top] = [x + inset, y + inset];
  const shape = {
    kind: 'rect',
    x: left,
    y: top,
    width: width - 2 * inset,
    height: height - 2 * inset,
    radius,
  } as const;
  return [{ ...shape, ...look, matrix: null }];
}

/** The colors of `linear-gradient(to right, …)`, as legends have it; null for another image. */
function rampOf(image: string, opacity: number): Ramp | null {
  const colors = /^linear-gradient\(to right, (.+)\)$/.exec(image)?.[1];
  const stops = colors?.split(/,\s*(?![^(]*\))/).map((css): Ink => inkOf(css, opacity) ?? TRANSPARENT);
  return stops ? { stops } : null;
}

const TRANSPARENT: Ink = { color: '#000000', opacity: 0 };

/** The lines of an HTML text, where the browser has broken it. */
export function linesOf(node: Text, style: CSSStyleDeclaration, toOwn: ToOwn, opacity: number): Shape[] {
  const fill = inkOf(style.color, opacity);
  if (!fill || node.data.trim() === '') return [];
  const font = fontOf(style);
  const isRightToLeft = style.direction === 'rtl';
  return visibleLines(brokenLines(node), node.parentElement!).map(({ text, rect }): Shape => {
    const { x, y, width, height } = toOwn(rect);
    const { above, below } = extentOf(font);
    return {
      kind: 'text',
      text: transformed(text, style),
      x: isRightToLeft ? x + width : x,
      y: y + (height - above - below) / 2 + above,
      anchor: 'start',
      isRightToLeft,
      font,
      fill,
      ...NO_STROKE,
    };
  });
}

interface Line {
  readonly text: string;
  readonly rect: DOMRect;
}

function brokenLines(node: Text): Line[] {
  const range = document.createRange();
  const rectOf = (from: number, to: number): DOMRect => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return range.getBoundingClientRect();
  };
  const lines: Line[] = [];
  let begin = 0;
  let bottom: number | null = null;
  const end = (at: number): void => {
    const text = node.data.slice(begin, at).replace(/\s+/g, ' ').trim();
    if (text !== '') lines.push({ text, rect: rectOf(begin, at) });
    begin = at;
  };
  let at = 0;
  for (const character of node.data) {
    const rect = rectOf(at, at + character.length);
    // Collapsed space has no box.
    if (rect.width > 0) {
      if (bottom !== null && rect.top >= bottom) end(at);
      bottom = rect.bottom;
    }
    at += character.length;
  }
  end(at);
  return lines;
}

/** Without the lines that a clamped element hides: the last one that it shows ends in an ellipsis. */
function visibleLines(lines: readonly Line[], parent: Element): readonly Line[] {
  const { top, bottom } = parent.getBoundingClientRect();
  if (getComputedStyle(parent).overflowY === 'visible') return lines;
  const visible = lines.filter(({ rect }) => (rect.top + rect.bottom) / 2 < bottom && rect.bottom > top);
  const last = visible.at(-1);
  if (!last || visible.length === lines.length) return visible;
  return [...visible.slice(0, -1), { ...last, text: `${last.text.slice(0, -1).trimEnd()}…` }];
}

let measuring: CanvasRenderingContext2D | null = null;

/** How far the font reaches from the baseline. */
function extentOf(font: Font): { readonly above: number; readonly below: number } {
  measuring ??= document.createElement('canvas').getContext('2d')!;
  measuring.font = fontText(font);
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = measuring.measureText('x');
  return { above, below };
}
