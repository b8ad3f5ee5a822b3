import type { PageIndex } from '../engine/brushing-page/page-index';

/** All that a saved page shows but its counts, as JSON. */
export interface PageData {
  readonly version: 1;
  /** The language of its words and numbers. */
  readonly lang: string;
  readonly words: PageWords;
  readonly index: PageIndex;
  /** In the order of the plots. */
  readonly views: readonly PageView[];
  /** The size of the plots side by side, as they were on the page that was saved. */
  readonly widthCss: number;
  readonly heightCss: number;
}

/** The words of a saved page, with their values in braces. */
export interface PageWords {
  readonly plot: string;
  readonly all: string;
  readonly selected: string;
  readonly clear: string;
  readonly reset: string;
  readonly help: string;
  readonly one: string;
  readonly picture: string;
  readonly range: string;
  readonly row: string;
  readonly rows: string;
  readonly rowsOf: string;
  readonly summary: string;
  readonly nothing: string;
}

export type PageView = PlotView | PictureView;

interface Placed {
  readonly name: string;
  /** Where it was. */
  readonly at: { readonly x: number; readonly y: number };
  readonly widthCss: number;
  readonly heightCss: number;
}

/** A plot that the script draws. */
export interface PlotView extends Placed {
  readonly kind: 'plot';
  /** The height of the legend above its axes. */
  readonly topCss: number;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly x: PageAxis;
  readonly y: PageAxis;
  readonly isPlane: boolean;
  readonly look: PlotLook;
  /** The address of a picture of its legends; null without one. */
  readonly legend: string | null;
}

/** A plot that is only a picture. */
export interface PictureView extends Placed {
  readonly kind: 'picture';
  /** The address of an SVG; null if there is no picture either. */
  readonly source: string | null;
  readonly description: string;
}

export interface PageAxis {
  readonly title: string;
  readonly fullTitle: string | null;
  readonly direction: 1 | -1 | null;
  readonly turn: number;
  readonly grid: boolean;
  readonly ticks: readonly PageTick[];
  readonly minor: readonly number[];
}

export interface PageTick {
  /** From 0 to 1 along the axis. */
  readonly at: number;
  readonly label: string;
  readonly full: string | null;
  /** How far the middle of the label is from the tick. */
  readonly shiftCss: number;
}

/** Computed colors and fonts. */
export interface PlotLook {
  readonly accent: string;
  readonly context: readonly [r: number, g: number, b: number, a: number];
  readonly text: string;
  readonly strong: string;
  readonly grid: string;
  readonly line: string;
  readonly background: string;
  readonly title: string;
  readonly font: string;
  readonly sizeCss: number;
  readonly titleFont: string;
  readonly titleWeight: string;
}
