import { PikaError, type Plot } from '../../engine/index';
import { namedBackground, pageBackground } from './background';
import { paintPicture } from './paint-picture';
import { checkOptions, MOST_SCALE, type DownloadOptions, type PictureOptions } from './picture-options';
import { readPlot, type Marks } from './read-plot';
import type { Picture } from './shapes';
import { svgText } from './write-svg';

/** The element of a plot. */
interface PlotElement extends HTMLElement {
  readonly updateComplete: Promise<boolean>;
  toBlob(options?: PictureOptions): Promise<Blob>;
}

/** Browsers may ask the user first, and read a download only then. */
const READS_AFTER_MS = 60_000;
const NOT_IN_NAMES = /[\p{Cc}\p{Cs}\\/:*?"<>|]+/gu;

/** How the element draws its plot. */
export interface Drawing {
  /** Calls back with the view, which stays drawn meanwhile; null if the plot is not on the page. */
  readonly whileDrawn: (make: (view: Plot | null) => Promise<Blob>) => Promise<Blob>;
  /** Resolves when a legend is there whose code is loading; null if none is. */
  readonly legendDue: () => Promise<void> | null;
}

/** Makes a picture of a plot, once it is drawn. */
export async function toBlob(
  plot: PlotElement,
  { whileDrawn, legendDue }: Drawing,
  options: PictureOptions = {},
): Promise<Blob> {
  checkOptions(options);
  requireBox(plot);
  const { type = 'image/png', scale = clamp(devicePixelRatio), background } = options;
  return whileDrawn(async (view) => {
    // Waits for the picture, and throws why there is none.
    if (!(await view?.values())) throw missing(plot);
    await legendDue();
    await plot.updateComplete;
    // Last, so that the axes around the marks are those of the marks.
    const marks = await marksAt(view!, scale);
    const picture = readPicture(plot, marks, background);
    return type === 'image/png' ? pngOf(picture, scale) : new Blob([svgText(picture)], { type });
  });
}

/** Hands a picture to the browser to save. */
export async function download(plot: PlotElement, options?: DownloadOptions): Promise<void> {
  const blob = await plot.toBlob(options);
  const { name } = options ?? {};
  const extension = blob.type === 'image/png' ? '.png' : '.svg';
  const base = (name ?? (plot.id || 'plot')).replace(NOT_IN_NAMES, ' ').trim() || 'plot';
  const file = base.toLowerCase().endsWith(extension) ? base : base + extension;
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), READS_AFTER_MS);
}

function clamp(scale: number): number {
  return Math.min(MOST_SCALE, Math.max(1, scale));
}

/** Null if there are no rows to draw. */
async function marksAt(view: Plot, scale: number): Promise<Marks | null> {
  const canvas = document.createElement('canvas');
  if (!(await view.drawMarks(canvas, scale))) return null;
  return { canvas, widthCss: canvas.width / scale, heightCss: canvas.height / scale };
}

function readPicture(plot: HTMLElement, marks: Marks | null, background: string | undefined): Picture {
  const root = plot.shadowRoot!;
  requireBox(plot);
  const { clientWidth: widthCss, clientHeight: heightCss } = plot;
  return {
    widthCss,
    heightCss,
    title: root.querySelector('.plot')?.getAttribute('aria-label') ?? '',
    description: root.querySelector('#summary')?.textContent ?? '',
    background: background === undefined ? pageBackground(plot) : namedBackground(plot, background),
    shapes: readPlot(root, marks),
  };
}

async function pngOf(picture: Picture, scale: number): Promise<Blob> {
  const canvas = paintPicture(picture, scale);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) return blob;
  throw new PikaError('engine/no-picture', {
    subject: 'the picture of a plot',
    expected: 'a size that the browser can draw',
    found: `${canvas.width} × ${canvas.height} pixels`,
    next: 'Use a smaller scale, or an SVG.',
  });
}

/** A plot without a box is never drawn: there is nothing to wait for. */
function requireBox(plot: HTMLElement): void {
  if (!plot.isConnected || isHidden(plot)) throw missing(plot);
}

function isHidden({ clientWidth, clientHeight }: HTMLElement): boolean {
  return clientWidth === 0 || clientHeight === 0;
}

function missing(plot: HTMLElement): PikaError {
  const found = !plot.isConnected
    ? 'one that is not on the page'
    : isHidden(plot)
      ? 'one that is hidden'
      : 'one that was stopped, or whose picture was replaced';
  return new PikaError('engine/no-picture', {
    subject: 'the picture of a plot',
    expected: 'a plot that is drawn on the page',
    found,
    next: 'Add the plot to the page, and save its picture while it is there.',
  });
}
