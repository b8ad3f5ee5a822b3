import { describeValue, OnDemand, PikaError, WORKSPACE, type Plot } from '../../engine/index';
import type { PageData, PageView, PageWords, PictureView, PlotView } from '../../saved-page/page-data';
import { MessagesController } from '../controllers/messages-controller';
import { PAGE_MESSAGES } from '../messages/english/page';
import type { PictureOptions } from '../picture/picture-options';
import { PLOT_VIEWS } from '../pika-plot/plot-views';
import type { PikaElement } from '../pika-element';
import { pageHtml } from './page-html';
import { PAGE_STYLE } from './page-style';
import { isDark, lookOf } from './plot-look';
import { modelOf, nameOfPlot, svgAddress, viewOf } from './plot-view';
import { sideBySide, type PlacedBox } from './side-by-side';

export interface BrushingPageOptions {
  /** The title of the page; default: that of this document. */
  readonly title?: string;
}

/** The element of a plot. */
interface PlotElement extends PikaElement<object> {
  readonly pick: boolean;
  readonly updateComplete: Promise<boolean>;
  toBlob(options?: PictureOptions): Promise<Blob>;
}

/** A plot that is drawn, or why it can't be. */
interface DrawnPlot {
  readonly element: PlotElement;
  readonly view: Plot | null;
  readonly error: PikaError | null;
}

const SCRIPT = new OnDemand('the script of saved pages', () => import('../../saved-page/page-script.ts?script'));

/** A picture says below it why it does not follow the others. */
const CAPTION_CSS = 24;
/** Mail servers reject larger files. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * Saves the plots inside an element as a page in one file, which still brushes. It holds the counts of their bins for
 * every selection in one plot, and no rows; it needs no server and loads nothing. Plots that don't count bins are
 * pictures in it.
 * @throws PikaError `engine/nothing-brushes`, `engine/page-too-large`, `engine/bad-option`
 */
export async function brushingPage(root: ParentNode, options: BrushingPageOptions = {}): Promise<Blob> {
  const { title = document.title.trim() || 'Plots' } = options;
  if (typeof title !== 'string') throw wrongTitle(title);
  const elements = [...root.querySelectorAll<PlotElement>('pika-plot')].filter(isShown);
  return whileAllDrawn(elements, [], (plots) => writePage(plots, title));
}

/** Keeps all plots drawn while the page is made. */
async function whileAllDrawn<T>(
  elements: readonly PlotElement[],
  drawn: readonly DrawnPlot[],
  work: (plots: readonly DrawnPlot[]) => Promise<T>,
): Promise<T> {
  const element = elements[drawn.length];
  if (!element) return work(drawn);
  const next = (plot: Omit<DrawnPlot, 'element'>): Promise<T> =>
    whileAllDrawn(elements, [...drawn, { element, ...plot }], work);
  const whileDrawn = PLOT_VIEWS.get(element);
  if (!whileDrawn) return next({ view: null, error: notDrawn(element) });
  let isReached = false;
  try {
    return await whileDrawn((view) => {
      isReached = true;
      return next({ view, error: null });
    });
  } catch (thrown) {
    if (isReached) throw thrown;
    return next({ view: null, error: PikaError.from(thrown) });
  }
}

async function writePage(drawn: readonly DrawnPlot[], title: string): Promise<Blob> {
  const [{ indexPlots }, { script, hash }] = await Promise.all([
    WORKSPACE.load().then(({ BRUSHING_PAGE }) => BRUSHING_PAGE.load()),
    SCRIPT.load(),
  ]);
  const plots = await Promise.all(drawn.map(settled));
  const indexed = await indexPlots(
    plots.map(({ element, view }) => (view ? { scene: view.scene, picks: element.pick } : null)),
  );
  const views = await Promise.all(plots.map((plot, i) => pageView(plot, indexed.index.plots[i] !== null)));
  const first = plots[indexed.index.plots.findIndex((plot) => plot !== null)]!.element;
  const { places, widthCss, heightCss } = sideBySide(
    plots.map(({ element }, i) => boxOf(element, indexed.index.plots[i] === null ? CAPTION_CSS : 0)),
  );
  const { words, lang } = wordsOf(first);
  const data: PageData = {
    version: 1,
    lang,
    words,
    index: indexed.index,
    views: views.map((view, i): PageView => ({ ...view, at: places[i]! })),
    widthCss,
    heightCss,
  };
  const look = lookOf(first);
  const text = pageHtml({
    ...look,
    title,
    lang,
    direction: getComputedStyle(first).direction,
    isDark: isDark(first),
    data,
    sections: indexed.sections,
    style: PAGE_STYLE,
    script,
    hash,
  });
  const blob = new Blob([text], { type: 'text/html' });
  if (blob.size > MOST_BYTES) throw tooLarge(blob.size);
  return blob;
}

/** A plot once nothing of it is pending; with its error if it can't be drawn. */
async function settled(plot: DrawnPlot): Promise<DrawnPlot> {
  const { view, element } = plot;
  if (!view) return plot;
  try {
    await view.values();
    await view.counts();
    await element.updateComplete;
    return plot;
  } catch (thrown) {
    return { ...plot, view: null, error: PikaError.from(thrown) };
  }
}

async function pageView(
  { element, error }: DrawnPlot,
  isLive: boolean,
): Promise<Omit<PlotView, 'at'> | Omit<PictureView, 'at'>> {
  const shown = modelOf(element);
  if (isLive && shown?.phase === 'ready') return viewOf(element, shown.layout);
  const picture = { kind: 'picture', name: nameOfPlot(element), ...sizeOf(element) } as const;
  if (error) return { ...picture, source: null, description: error.message };
  try {
    const svg = await (await element.toBlob({ type: 'image/svg+xml' })).text();
    const description = element.shadowRoot!.querySelector('#summary')?.textContent ?? '';
    return { ...picture, source: svgAddress(svg), description };
  } catch (thrown) {
    return { ...picture, source: null, description: PikaError.from(thrown).message };
  }
}

/** The words of the page, in the language of a plot. */
function wordsOf(plot: PlotElement): { readonly words: PageWords; readonly lang: string } {
  const messages = new MessagesController(plot, 'page', PAGE_MESSAGES, () => undefined);
  const names = Object.keys(PAGE_MESSAGES) as (keyof PageWords)[];
  const words = Object.fromEntries(names.map((name) => [name, messages.say(name)])) as unknown as PageWords;
  const lang = messages.lang ?? 'en';
  messages.end();
  return { words, lang };
}

/** @param captionCss the height of what the page shows below it */
function boxOf(element: HTMLElement, captionCss: number): PlacedBox {
  const { left, top } = element.getBoundingClientRect();
  const { widthCss, heightCss } = sizeOf(element);
  return { x: left + scrollX, y: top + scrollY, widthCss, heightCss: heightCss + captionCss };
}

function sizeOf({ clientWidth: widthCss, clientHeight: heightCss }: HTMLElement): {
  readonly widthCss: number;
  readonly heightCss: number;
} {
  return { widthCss, heightCss };
}

function isShown({ clientWidth, clientHeight }: HTMLElement): boolean {
  return clientWidth > 0 && clientHeight > 0;
}

function notDrawn(element: HTMLElement): PikaError {
  return new PikaError('engine/no-picture', {
    subject: `<${element.localName}>`,
    expected: 'a plot that this copy of pika-plot has defined',
    found: 'an element of another copy, or one that is not defined yet',
    next: 'Load pika-plot once on the page.',
  });
}

function wrongTitle(found: unknown): PikaError {
  return new PikaError('engine/bad-option', {
    subject: 'title of a page',
    expected: 'a text',
    found: describeValue(found),
    next: 'Write for example { title: "Flights" }, or leave it out.',
  });
}

function tooLarge(bytes: number): PikaError {
  const megabytes = (size: number): string => `${Math.ceil(size / 2 ** 20)} MB`;
  return new PikaError('engine/page-too-large', {
    subject: 'a page that brushes',
    expected: `at most ${megabytes(MOST_BYTES)}`,
    found: megabytes(bytes),
    next: 'Remove brush from some plots, or draw densities with fewer cells, and save it again.',
  });
}
