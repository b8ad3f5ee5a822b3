import { OnDemand, PikaError, type Plot } from '../../engine/index';
import { namedBackground, pageBackground } from './background';
import { paintPicture } from './paint-picture';
import {
  checkOptions,
  EXTENSIONS,
  MOST_SCALE,
  type CopyOptions,
  type DownloadOptions,
  type PictureOptions,
  type PictureType,
} from './picture-options';
import { readPlot, type Marks } from './read-plot';
import { saveFile } from '../saving/save-file';
import type { Picture } from './shapes';
import { writeClipboard } from '../saving/write-clipboard';
import { svgText } from './write-svg';

const PDF = new OnDemand('the code of PDF files', () => import('./pdf/write-pdf'));

/** The element of a plot. */
interface PlotElement extends HTMLElement {
  readonly updateComplete: Promise<boolean>;
  toBlob(options?: PictureOptions): Promise<Blob>;
}

/** Printers have about 300 dots per inch. */
const PAPER_SCALE = 3;

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
  const { type = 'image/png', background } = options;
  const { scale = clamp(Math.max(devicePixelRatio, type === 'application/pdf' ? PAPER_SCALE : 1)) } = options;
  return whileDrawn(async (view) => {
    // Waits for the picture, and throws why there is none.
    if (!(await view?.values())) throw missing(plot);
    await legendDue();
    await plot.updateComplete;
    // Last, so that the axes around the marks are those of the marks.
    const marks = await marksAt(view!, scale);
    const picture = readPicture(plot, marks, background);
    switch (type) {
      case 'image/png':
        return pngOf(picture, scale);
      case 'image/svg+xml':
        return new Blob([svgText(picture)], { type });
      case 'application/pdf':
        return (await PDF.load()).pdfBlob(picture);
    }
  });
}

/** Hands a picture to the browser to save. */
export async function download(plot: PlotElement, options?: DownloadOptions): Promise<void> {
  const blob = await plot.toBlob(options);
  saveFile(blob, options?.name ?? plot.id, EXTENSIONS[blob.type as PictureType]);
}

/** Copies a picture, as a PNG, to the clipboard. */
export function copy(plot: PlotElement, options: CopyOptions = {}): Promise<void> {
  const picture = (async () => {
    checkOptions(options, ['scale', 'background']);
    return plot.toBlob(options);
  })();
  return writeClipboard('image/png', picture);
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
