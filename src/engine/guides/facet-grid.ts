import type { PanelRoom } from './layout';

/** How a plot is divided into panels. At least one of `columns` and `rows` has labels. */
export interface FacetGuide {
  /** The values of facet-x; null without it. */
  readonly columns: readonly string[] | null;
  /** The values of facet-y; null without it. */
  readonly rows: readonly string[] | null;
  /** The title of the facet channels. */
  readonly title: string;
  /** How many panels to place side by side, if only facet-x divides the plot; null for a number that suits the plot. */
  readonly wrap: number | null;
  /** Whether each panel has a separate scale on this position. */
  readonly isFree: Readonly<Record<'x' | 'y', boolean>>;
}

/** A grid of panels. */
export interface PanelGrid {
  readonly columns: number;
  readonly rows: number;
}

interface SizeCss {
  readonly width: number;
  readonly height: number;
}

/** The space between panels, where there is enough. */
export const GAP_CSS = 20;
/** The least space between panels. */
const LEAST_GAP_CSS = 4;
/** The least width and height of a panel. A plot leaves out panels rather than draw smaller ones. */
export const LEAST_PANEL_CSS = 20;
/** The height of a label above a panel, or the width of one beside it. */
export const HEADER_CSS = 18;
/** The height of labels of x below a panel inside the grid. */
const INNER_LABELS_CSS = 20;
/** Panels are narrower than this only if the author sets their number, or if fewer would fit. */
const GOOD_WIDTH_CSS = 96;
/** A readable ratio of a panel's width to its height. */
const GOOD_RATIO = 1.5;

/**
 * The columns and rows of the grid. Two facets determine both. Panels of facet-x alone wrap, so that they are neither
 * too narrow nor too flat.
 * @param heightCss of all panels, with the headers of the first row
 * @param labelsCss the width of the labels of y
 */
export function gridOf(facets: FacetGuide, widthCss: number, heightCss: number, labelsCss = 0): PanelGrid {
  const { columns, rows } = facets;
  if (!columns) return { columns: 1, rows: rows!.length };
  if (rows) return { columns: columns.length, rows: rows.length };
  const count = columns.length;
  const most = mostPanels(facets, { width: widthCss, height: heightCss - HEADER_CSS }, labelsCss);
  const wrap = wrapOf(facets, most.columns);
  if (wrap !== null) return wrapped(count, Math.min(count, wrap));
  const badness = (grid: PanelGrid): number => {
    const { columns: across, rows: down } = grid;
    const width = (widthCss + GAP_CSS) / across - GAP_CSS;
    const height = Math.max(1, heightCss / down - HEADER_CSS - GAP_CSS);
    const narrow = across > 1 && width < GOOD_WIDTH_CSS ? 10 : 0;
    const small = across > most.columns || down > most.rows ? 100 : 0;
    const empty = (across * down - count) / count;
    return Math.abs(Math.log(Math.max(1, width) / height / GOOD_RATIO)) + narrow + small + empty / 2;
  };
  return Array.from({ length: count }, (_, i) => wrapped(count, i + 1)).reduce((a, b) =>
    badness(b) < badness(a) ? b : a,
  );
}

/** How many panels the author wants side by side, as far as they fit. */
function wrapOf({ wrap }: FacetGuide, most: number): number | null {
  return wrap === null ? null : Math.min(most, Math.max(1, Math.round(wrap)));
}

function wrapped(count: number, columns: number): PanelGrid {
  return { columns, rows: Math.ceil(count / columns) };
}

/**
 * The distances between panels. They shrink before the panels get too small.
 * @param size of all panels, without the headers of the first row
 * @param labelsCss the width of the labels of y
 */
export function gapsOf(
  facets: FacetGuide,
  grid: PanelGrid,
  { width, height }: SizeCss,
  labelsCss: number,
): Readonly<Record<'x' | 'y', number>> {
  const fixed = fixedGaps(facets, labelsCss);
  return { x: gapAlong(width, grid.columns, fixed.x), y: gapAlong(height, grid.rows, fixed.y) };
}

function gapAlong(lengthCss: number, count: number, fixedCss: number): number {
  if (count < 2) return GAP_CSS + fixedCss;
  const good = ((lengthCss + GAP_CSS + fixedCss) / count - fixedCss) / 3;
  const most = (lengthCss - count * LEAST_PANEL_CSS) / (count - 1) - fixedCss;
  return Math.max(LEAST_GAP_CSS, Math.min(GAP_CSS, Math.floor(good), Math.floor(most))) + fixedCss;
}

/** What lies between two panels besides the gap: headers, and labels of free scales. */
function fixedGaps({ columns, rows, isFree }: FacetGuide, labelsCss: number): Readonly<Record<'x' | 'y', number>> {
  const hasBoth = columns !== null && rows !== null;
  return { x: isFree.y ? labelsCss : 0, y: (hasBoth ? 0 : HEADER_CSS) + (isFree.x ? INNER_LABELS_CSS : 0) };
}

/** How many panels of the least size fit. */
function mostPanels(facets: FacetGuide, { width, height }: SizeCss, labelsCss: number): PanelGrid {
  const fixed = fixedGaps(facets, labelsCss);
  const most = (lengthCss: number, fixedCss: number): number => {
    const gap = LEAST_GAP_CSS + fixedCss;
    return Math.max(1, Math.floor((lengthCss + gap) / (LEAST_PANEL_CSS + gap)));
  };
  return { columns: most(width, fixed.x), rows: most(height, fixed.y) };
}

/**
 * How many values of each facet have panels that fit.
 * @param size of all panels, without the headers of the first row
 * @param labelsCss the width of the labels of y
 */
export function roomOf(facets: FacetGuide, size: SizeCss, labelsCss: number): PanelRoom {
  const { columns, rows } = mostPanels(facets, size, labelsCss);
  if (facets.columns === null || facets.rows !== null) return { columns, rows };
  return { columns: (wrapOf(facets, columns) ?? columns) * rows, rows: 1 };
}
