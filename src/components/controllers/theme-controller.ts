import { css, type ReactiveControllerHost } from 'lit';
import type { Theme } from '../../engine/index';
import { checkColors, REMARKS } from '../color-checks';
import { parseColor } from '../parse-color';
import { PageColorsController } from './page-colors-controller';

/**
 * Properties of SVG filters and gradients, which draw nothing on an element: the browser computes their colors, which
 * may use custom properties and `light-dark()`. A probe that is added for that would have it compute all styles of the
 * plot again.
 */
export const themeColors = css`
  :host { stop-color: light-dark(white, black); flood-color: var(--_accent); lighting-color: var(--_context); }
`;

/**
 * Reads the colors of a plot: `--_accent` and `--_context`, which its styles derive from the author's properties, and
 * `--pika-ramp`. Reads them again when the colors of the page change. The plot must have the styles {@link
 * themeColors}.
 */
export class ThemeController {
  /** Sentences about properties that are not colors, as last read. */
  colorRemarks: readonly string[] = [];
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onTheme: (theme: Theme) => void;
  readonly #page: PageColorsController;
  readonly #onRemark: () => void;
  #ramp = '';
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
    this.#onTheme({ dark, accent: parseColor(style.floodColor), context: parseColor(style.lightingColor), ramp });
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
