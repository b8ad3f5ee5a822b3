import { css, type ReactiveControllerHost } from 'lit';
import type { Rgba, Theme } from '../../engine/index';
import { checkColors, REMARKS } from '../color-checks';
import { parseColor } from '../parse-color';
import { PageColorsController } from './page-colors-controller';

/**
 * Properties of SVG filters and gradients, which draw nothing on an element: the browser computes their colors, which
 * may use custom properties and `light-dark()`. A probe that is added for that would have it compute all styles of the
 * plot again.
 */
export const themeColors = css`
  :host { stop-color: light-dark(white, black); flood-color: var(--_accent); lighting-color: var(--_context);
    list-style-image: linear-gradient(var(--pika-categories, #0000), #0000); }
  .frame, .tooltip { list-style: none; }
`;

/**
 * Reads the colors of a plot: `--_accent` and `--_context`, which its styles derive from the author's properties,
 * `--pika-ramp` and `--pika-categories`. Reads them again when the colors of the page change. The plot must have the
 * styles {@link themeColors}.
 */
export class ThemeController {
  /** Sentences about properties that are not colors, as last read. */
  colorRemarks: readonly string[] = [];
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onTheme: (theme: Theme) => void;
  readonly #page: PageColorsController;
  readonly #onRemark: () => void;
  #ramp = '';
  /** What was read last, with the font, whose widths the layout depends on. */
  #known = '';
  #remark: string | null = null;

  /** @param onRemark called when {@link remark} or {@link colorRemarks} changes */
  constructor(host: ReactiveControllerHost & HTMLElement, onTheme: (theme: Theme) => void, onRemark: () => void) {
    this.#host = host;
    this.#onTheme = onTheme;
    this.#onRemark = onRemark;
    this.#page = new PageColorsController(host, () => this.#read());
  }

  /** A sentence about an unknown `--pika-ramp`, as last read; null if it is known. */
  get remark(): string | null {
    return this.#remark;
  }

  /** Reads the colors of the page before the first rendering: see {@link PageColorsController.look}. */
  look(): void {
    this.#page.look();
  }

  read(): void {
    this.#page.show();
    this.#known = '';
    this.#read();
  }

  #read(): void {
    const remarks = checkColors(this.#host, () => this.#read());
    const isNew = remarks.join() !== this.colorRemarks.join();
    this.colorRemarks = remarks;
    const style = getComputedStyle(this.#host);
    const ramp = style.getPropertyValue('--pika-ramp').trim();
    void this.#check(ramp);
    const dark = parseColor(style.stopColor)[0] === 0;
    const { floodColor, lightingColor, listStyleImage, font } = style;
    const known = [dark, floodColor, lightingColor, listStyleImage, ramp, font].join();
    if (known !== this.#known) {
      this.#known = known;
      const [accent, context] = [floodColor, lightingColor].map(parseColor) as [Rgba, Rgba];
      this.#onTheme({ dark, accent, context, ramp, categories: categoriesIn(listStyleImage) });
    }
    if (isNew) this.#onRemark();
  }

  async #check(ramp: string): Promise<void> {
    if (ramp === this.#ramp) return;
    this.#ramp = ramp;
    const remark = await (await REMARKS.load()).rampRemark(ramp);
    if (ramp !== this.#ramp || remark === this.#remark) return;
    this.#remark = remark;
    this.#onRemark();
  }
}

/** The colors of a gradient, without the transparent one at its end; none for any other image. */
function categoriesIn(image: string): readonly Rgba[] {
  const colors = image.startsWith('linear-gradient(') ? image.slice(16, -1).split(/,\s*(?![^(]*\))/) : [];
  return colors
    .slice(0, -1)
    .map(parseColor)
    .filter(([, , , alpha]) => alpha > 0);
}
