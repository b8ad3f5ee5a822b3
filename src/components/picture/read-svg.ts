import { fontOf, transformed } from './font';
import { inkOf } from './ink';
import { isLeftOut } from './left-out';
import type { Look, Matrix, Shape } from './shapes';

/** The shapes of an SVG element and what is in it, as the browser draws them now. */
export function shapesOfSvg(element: SVGElement, around: DOMMatrix, opacityAround = 1): Shape[] {
  if (isLeftOut(element)) return [];
  const style = getComputedStyle(element);
  const opacity = opacityAround * Number.parseFloat(style.opacity);
  if (style.display === 'none' || style.visibility !== 'visible' || opacity === 0) return [];
  const matrix = element instanceof SVGGraphicsElement ? around.multiply(ownMatrix(element)) : around;
  const shape = shapeOf(element, style, { matrix: matrixOf(matrix), ...lookOf(style, opacity) });
  if (shape) return [shape];
  return [...element.children].flatMap((child) =>
    child instanceof SVGElement ? shapesOfSvg(child, matrix, opacity) : [],
  );
}

function shapeOf(element: SVGElement, style: CSSStyleDeclaration, look: Look & { matrix: Matrix }): Shape | null {
  if (element instanceof SVGLineElement) {
    const [x1, y1, x2, y2] = [element.x1, element.y1, element.x2, element.y2].map(lengthOf) as Four;
    return { kind: 'line', x1, y1, x2, y2, ...look, fill: null };
  }
  if (element instanceof SVGRectElement) {
    const [x, y, width, height] = [element.x, element.y, element.width, element.height].map(lengthOf) as Four;
    // A style may set the radius, as it does for the swatches of legends.
    const radius = Number.parseFloat(style.rx) || 0;
    return { kind: 'rect', x, y, width, height, radius, ...look };
  }
  if (element instanceof SVGCircleElement) {
    const [cx, cy, r] = [element.cx, element.cy, element.r].map(lengthOf) as Four;
    return { kind: 'circle', cx, cy, r, ...look };
  }
  if (element instanceof SVGPathElement)
    return { kind: 'path', d: element.getAttribute('d') ?? '', isEvenOdd: style.fillRule === 'evenodd', ...look };
  if (element instanceof SVGTextElement) return textOf(element, style, look);
  return null;
}

function textOf(element: SVGTextElement, style: CSSStyleDeclaration, look: Look & { matrix: Matrix }): Shape {
  // A `<title>` in it is the full text of one that is shortened.
  const own = [...element.childNodes].flatMap((node) => (node instanceof Text ? node.data : []));
  const [x, y, dx, dy] = [element.x, element.y, element.dx, element.dy].map(firstOf) as Four;
  return {
    kind: 'text',
    text: transformed(own.join('').replace(/\s+/g, ' ').trim(), style),
    x: x + dx,
    y: y + dy,
    anchor: style.textAnchor as 'start' | 'middle' | 'end',
    isRightToLeft: style.direction === 'rtl',
    font: fontOf(style),
    ...look,
  };
}

function lookOf(style: CSSStyleDeclaration, opacity: number): Look {
  return {
    fill: inkOf(style.fill, opacity * Number.parseFloat(style.fillOpacity)),
    stroke: inkOf(style.stroke, opacity * Number.parseFloat(style.strokeOpacity)),
    strokeWidth: Number.parseFloat(style.strokeWidth),
    isRound: style.strokeLinejoin === 'round',
  };
}

type Four = [number, number, number, number];

function lengthOf({ baseVal }: SVGAnimatedLength): number {
  return baseVal.value;
}

/** In pixels, also if it was written in `em`. */
function firstOf({ baseVal }: SVGAnimatedLengthList): number {
  return baseVal.numberOfItems > 0 ? baseVal.getItem(0).value : 0;
}

function ownMatrix(element: SVGGraphicsElement): DOMMatrix {
  const map = element.transform.baseVal.consolidate()?.matrix;
  return map ? new DOMMatrix([map.a, map.b, map.c, map.d, map.e, map.f]) : new DOMMatrix();
}

function matrixOf({ isIdentity, a, b, c, d, e, f }: DOMMatrix): Matrix {
  return isIdentity ? null : [a, b, c, d, e, f];
}
