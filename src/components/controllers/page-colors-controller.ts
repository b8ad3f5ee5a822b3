import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { OnDemand } from '../../engine/index';
import { parseColor } from '../parse-color';
import { idleTime } from './idle-time';
import { surroundings } from './surroundings';

/** The page shows through a background whose alpha is less than this. */
const OPAQUE = 0.5;
/** Text needs at least this difference in brightness, of 255, from what is behind it. */
const READABLE = 70;
const PREFERS_DARK = '(prefers-color-scheme: dark)';

const CHANGES = new OnDemand('the code that notices new colors of a page', () => import('./color-changes'));

/**
 * Matches an element to the page: its text is light where the page is dark, whether the page declares `color-scheme` or
 * only paints a background. `--_page` is the color behind the element. An author's `color-scheme` for the element wins.
 * An element that has the color of the text around it takes `--_readable` instead, which is only set where that color
 * can't be read: on a dark page whose author has left text black.
 */
export class PageColorsController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onChange: () => void;
  #off: (() => void) | null = null;
  /** The sheets with the colors of the page, in the order of the shadow root; none until they are first read. */
  #sheets: readonly CSSStyleSheet[] = [];
  /** The styles that {@link look} found, until the first rendering adopts them. */
  #seen: string | null = null;

  /** @param onChange called when the colors may have changed */
  constructor(host: ReactiveControllerHost & HTMLElement, onChange: () => void = () => undefined) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  hostConnected(): void {
    this.#watch().catch(reportError);
    if (this.#isAdopted) this.#changed();
    else if (this.#sheets.length > 0) this.show();
    else this.#adoptCommon();
  }

  hostDisconnected(): void {
    this.#off?.();
    this.#off = null;
  }

  /**
   * Reads the colors that the first rendering shows. Call it for all elements that are about to render: after one has
   * rendered, the browser must compute styles again before another can read its own.
   */
  look(): void {
    if (!this.#isAdopted) this.#seen = this.#stylesNow();
  }

  /** Before the first rendering: afterwards, the browser would compute all styles of the element twice. */
  hostUpdate(): void {
    if (!this.#isAdopted) this.#adopt(this.#seen ?? this.#stylesNow());
    this.#seen = null;
  }

  /** Waits until the page is idle: its first picture needs none of that code. */
  async #watch(): Promise<void> {
    const isLate = CHANGES.ifLoaded === null;
    if (isLate) {
      await idleTime();
      await CHANGES.load();
    }
    if (!this.#host.isConnected || this.#off) return;
    this.#off = CHANGES.loaded.watchColors({
      element: this.#host,
      look: () => (this.#seen = this.#stylesNow()),
      apply: () => this.#apply(),
    });
    // The page may have changed meanwhile.
    if (isLate) this.#apply();
  }

  /** An element that has not rendered yet reads its colors when it does. */
  #apply(): void {
    if (this.#isAdopted) this.#changed();
  }

  #changed(): void {
    this.#adopt(this.#seen ?? this.#stylesNow());
    this.#seen = null;
    this.#onChange();
  }

  /** Shows the element in the colors of the page. */
  show(): void {
    this.#adopt(this.#stylesNow());
  }

  /** Null while the element is in no window. */
  #stylesNow(): string | null {
    if (!this.#host.ownerDocument.defaultView) return null;
    const own = ownBackground(this.#host);
    const page = this.#stylesOn(colorBehind(surroundings(this.#host)));
    if (own === null) return page;
    // In the page's color scheme, its own background may be another color.
    this.#adopt(page);
    return this.#stylesOn(ownBackground(this.#host));
  }

  /** @param behind the color behind the text; null if there is none */
  #stylesOn(behind: string | null): string {
    const isDark = behind ? isDarkColor(behind) : isDarkPage(this.#host.ownerDocument);
    const around = getComputedStyle(surroundings(this.#host) ?? this.#host).color;
    const brightness = behind ? brightnessOf(behind) : isDark ? 0 : 255;
    const isReadable = Math.abs(brightnessOf(around) - brightness) >= READABLE;
    const readable = isReadable ? 'initial' : isDark ? '#e3e7ee' : '#14181f';
    const scheme = isDark ? 'dark' : 'light';
    // Paper is white: browsers don't print the backgrounds of pages.
    const styles = `color-scheme: ${scheme}; --_page: ${behind ?? 'initial'}; --_readable: ${readable}`;
    return `@media screen { :host { ${styles} } }`;
  }

  /** Before the element has styles, one more sheet costs nothing; later, browsers compute all of its styles again. */
  #adoptCommon(): void {
    const root = this.#host.shadowRoot;
    const view = this.#host.ownerDocument.defaultView;
    if (!root || !view) return;
    const { common } = sheetsOf(view, () => this.#stylesNow()!);
    if (!root.adoptedStyleSheets.includes(common)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, common];
  }

  #adopt(styles: string | null): boolean {
    const root = this.#host.shadowRoot;
    const view = this.#host.ownerDocument.defaultView;
    if (styles === null || !root || !view) return false;
    const { common, sheetWith } = sheetsOf(view, () => styles);
    const own = sheetWith(styles);
    const before = this.#sheets;
    this.#sheets = own === common ? [common] : [common, own];
    const { adoptedStyleSheets: adopted } = root;
    // An element that moves to another document loses its sheets.
    const others = adopted.filter((one) => one !== common && !before.includes(one));
    const wanted = [...others, ...this.#sheets];
    if (wanted.length === adopted.length && wanted.every((one, i) => one === adopted[i])) return false;
    root.adoptedStyleSheets = wanted;
    return true;
  }

  get #isAdopted(): boolean {
    const adopted = this.#host.shadowRoot?.adoptedStyleSheets ?? [];
    return this.#sheets.length > 0 && this.#sheets.every((one) => adopted.includes(one));
  }
}

/** The sheets that the elements of a page share. */
interface PageSheets {
  /** With the styles of the page's first element: those of most others, too. */
  readonly common: CSSStyleSheet;
  sheetWith(styles: string): CSSStyleSheet;
}

const pages = new WeakMap<Window, PageSheets>();
const MOST_SHEETS = 50;

function sheetsOf(view: Window & typeof globalThis, firstStyles: () => string): PageSheets {
  let sheets = pages.get(view);
  if (!sheets) pages.set(view, (sheets = newSheets(view, firstStyles())));
  return sheets;
}

function newSheets(view: Window & typeof globalThis, commonStyles: string): PageSheets {
  const made = (styles: string): CSSStyleSheet => {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(styles);
    return sheet;
  };
  const common = made(commonStyles);
  const known = new Map<string, CSSStyleSheet>();
  return {
    common,
    sheetWith: (styles) => {
      if (styles === commonStyles) return common;
      if (known.size >= MOST_SHEETS) known.clear();
      const sheet = known.get(styles) ?? made(styles);
      known.set(styles, sheet);
      return sheet;
    },
  };
}

/** The background of an element; null if what is behind it shows through. */
function ownBackground(element: Element): string | null {
  const color = getComputedStyle(element).backgroundColor;
  return parseColor(color)[3] > OPAQUE ? color : null;
}

/** The background of an element, or of the nearest one around it that has one; null if none has. */
function colorBehind(element: Element | null): string | null {
  return element && (ownBackground(element) ?? colorBehind(surroundings(element)));
}

function isDarkColor(css: string): boolean {
  return brightnessOf(css) < 128;
}

/** From 0 to 255. */
function brightnessOf(css: string): number {
  const [r, g, b] = parseColor(css);
  return 0.299 * r + 0.587 * g + 0.114 * b;
}

/** Whether the browser paints the canvas of a page without a background dark. */
function isDarkPage(page: Document): boolean {
  const declared = getComputedStyle(page.documentElement).colorScheme;
  const scheme =
    declared && declared !== 'normal'
      ? declared
      : (page.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content ?? '');
  return /\bdark\b/.test(scheme) && (!/\blight\b/.test(scheme) || matchMedia(PREFERS_DARK).matches);
}
