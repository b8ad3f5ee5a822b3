/** A color as every program reads it: without alpha, which is apart. */
export interface Ink {
  /** `#rrggbb` */
  readonly color: string;
  readonly opacity: number;
}

/** How the inside and the outline of a shape are painted; null: not at all. */
export interface Look {
  readonly fill: Ink | Ramp | null;
  readonly stroke: Ink | null;
  readonly strokeWidth: number;
  readonly isRound: boolean;
}

/** A gradient from left to right. */
export interface Ramp {
  readonly stops: readonly Ink[];
}

export interface Font {
  readonly style: string;
  readonly weight: string;
  readonly sizeCss: number;
  readonly family: string;
  /** A CSS length, or `normal`. */
  readonly letterSpacing: string;
  /** As in CSS: `tabular-nums`, or `normal`. */
  readonly numeric: string;
}

/** `a, b, c, d, e, f` of an affine map, as in SVG and on a canvas. Null: none. */
export type Matrix = readonly [number, number, number, number, number, number] | null;

interface Placed {
  readonly matrix: Matrix;
}

export type Shape =
  | (Placed & Look & { kind: 'line'; x1: number; y1: number; x2: number; y2: number })
  | (Placed & Look & { kind: 'rect'; x: number; y: number; width: number; height: number; radius: number })
  | (Placed & Look & { kind: 'circle'; cx: number; cy: number; r: number })
  | (Placed & Look & { kind: 'path'; d: string; isEvenOdd: boolean })
  | (Placed & Look & TextShape)
  /** The marks. */
  | { kind: 'image'; canvas: HTMLCanvasElement; x: number; y: number; widthCss: number; heightCss: number };

interface TextShape {
  kind: 'text';
  text: string;
  /** Of the anchor, on the baseline. */
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  isRightToLeft: boolean;
  font: Font;
}

/** All that a picture shows, from back to front, in CSS pixels from its left and top. */
export interface Picture {
  readonly widthCss: number;
  readonly heightCss: number;
  /** What screen readers say. */
  readonly title: string;
  readonly description: string;
  readonly background: Ink | null;
  readonly shapes: readonly Shape[];
}
