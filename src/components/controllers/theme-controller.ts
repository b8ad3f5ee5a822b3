import type { ReactiveControllerHost } from 'lit';
import type { Rgba, Theme } from '../../engine/index';
import { parseColor } from '../parse-color';
import { rampRemark } from '../ramp-remark';
import { PageColorsController } from './page-colors-controller';

/**
 * Reads the colors of a plot: `--_accent` and `--_context`, which its styles derive from the author's properties, and
 * `--pika-ramp`. Reads them again when the colors of the page change.
 */
export class ThemeController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onTheme: (theme: Theme) => void;
  readonly #page: PageColorsController;
  readonly #onRemark: () => void;
  #ramp = '';
  #remark: string | null = null;

  /** @param onRemark called when {@link remark} changes */
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

  read(): void {
    this.#page.show();
    this.#read();
  }

  #read(): void {
    const style = getComputedStyle(this.#host);
    const ramp = style.getPropertyValue('--pika-ramp').trim();
    void this.#check(ramp);
    const [text, accent, context] = this.#colors('light-dark(white, black)', 'var(--_accent)', 'var(--_context)');
    const dark = text[0] === 0;
    this.#onTheme({ dark, accent, context, ramp });
  }

  async #check(ramp: string): Promise<void> {
    if (ramp === this.#ramp) return;
    this.#ramp = ramp;
    const remark = await rampRemark(ramp);
    if (ramp !== this.#ramp || remark === this.#remark) return;
    this.#remark = remark;
    this.#onRemark();
  }

  /**
   * Resolves CSS colors, which may use custom properties and `light-dark()`, by having the browser compute them on one
   * probe: it computes the styles of the plot again for each.
   */
  #colors(text: string, background: string, outline: string): readonly [Rgba, Rgba, Rgba] {
    const probe = document.createElement('span');
    probe.style.cssText = `display:none;color:${text};background-color:${background};outline-color:${outline}`;
    (this.#host.shadowRoot ?? this.#host).append(probe);
    const { color, backgroundColor, outlineColor } = getComputedStyle(probe);
    const colors = [parseColor(color), parseColor(backgroundColor), parseColor(outlineColor)] as const;
    probe.remove();
    return colors;
  }
}
