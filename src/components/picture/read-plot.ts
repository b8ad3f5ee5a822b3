import { ownPoint } from '../controllers/own-pixels';
import { isLeftOut } from './left-out';
import { boxOf, linesOf, type OwnBox, type ToOwn } from './read-html';
import { shapesOfSvg } from './read-svg';
import type { Shape } from './shapes';

/** The marks of a plot on a canvas, and how large that canvas is in CSS pixels. */
export interface Marks {
  readonly canvas: HTMLCanvasElement;
  readonly widthCss: number;
  readonly heightCss: number;
}

/**
 * What a plot shows on the page, from back to front. It is read from the shadow root as it is: a template for pictures
 * would differ from that of the page sooner or later.
 * @param marks drawn in place of the canvas; null if there are none
 */
export function readPlot(root: ShadowRoot, marks: Marks | null): Shape[] {
  const plot = root.querySelector<HTMLElement>('.plot')!;
  const toOwn = (rect: DOMRect): OwnBox => {
    const start = ownPoint(plot, { clientX: rect.left, clientY: rect.top }) ?? rect;
    const end = ownPoint(plot, { clientX: rect.right, clientY: rect.bottom }) ?? rect;
    return { x: start.x, y: start.y, width: end.x - start.x, height: end.y - start.y };
  };
  return [...root.children].flatMap((element) => shapesOf(element, toOwn, marks, 1));
}

function shapesOf(element: Element, toOwn: ToOwn, marks: Marks | null, around: number): Shape[] {
  if (isLeftOut(element)) return [];
  if (element.id === 'surface') return marks ? [{ kind: 'image', x: 0, y: 0, ...marks }] : [];
  const style = getComputedStyle(element);
  const opacity = around * Number.parseFloat(style.opacity);
  if (style.display === 'none' || style.visibility !== 'visible' || opacity === 0) return [];
  const box = toOwn(element.getBoundingClientRect());
  if (element instanceof SVGSVGElement) {
    // A plot that is being resized, or printed, shows its last layout in another size.
    const { width = 0 } = element.viewBox.baseVal ?? {};
    const scale = width > 0 ? box.width / width : 1;
    const placed = new DOMMatrix([scale, 0, 0, scale, box.x, box.y]);
    return [...element.children].flatMap((child) =>
      child instanceof SVGElement ? shapesOfSvg(child, placed, opacity) : [],
    );
  }
  return [
    ...boxOf(style, box, opacity),
    ...[...element.childNodes].flatMap((child) => {
      if (child instanceof Text) return linesOf(child, style, toOwn, opacity);
      return child instanceof Element ? shapesOf(child, toOwn, marks, opacity) : [];
    }),
  ];
}
