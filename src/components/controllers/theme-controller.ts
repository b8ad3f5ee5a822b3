import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { defaultRamp, rampNamed, type Rgba, type Theme } from '../../engine/index';
import { rampRemark } from '../ramp-remark';

/**
 * Reads the colours of a plot: `--_accent` and `--_context`, which its styles derive from the author's properties, and
 * `--pika-ramp`. Reads them again when the system's colour scheme changes.
 */
export class ThemeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onTheme: (theme: Theme) => void;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  #remark: string | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, onTheme: (theme: Theme) => void) {
    this.#host = host;
    this.#onTheme = onTheme;
    host.addController(this);
  }

  /** A sentence about an unknown `--pika-ramp`, as last read; null if it is known. */
  get remark(): string | null {
    return this.#remark;
  }

  hostConnected(): void {
    this.#dark.addEventListener('change', this.read);
  }

  hostDisconnected(): void {
    this.#dark.removeEventListener('change', this.read);
  }

  readonly read = (): void => {
    const style = getComputedStyle(this.#host);
    const wanted = style.getPropertyValue('--pika-ramp');
    this.#remark = rampRemark(wanted);
    const dark = this.#colour('light-dark(white, black)')[0] === 0;
    const ramp = rampNamed(wanted) ?? defaultRamp(dark);
    const context = this.#colour('var(--_context)');
    this.#onTheme({
      dark,
      accent: this.#colour('var(--_accent)'),
      context,
      ramp: new Uint8ClampedArray(ramp.slice().buffer),
      contextRamp: fadingRamp(context),
    });
  };

  /**
   * Resolves a CSS colour, which may use custom properties and `light-dark()`, by having the browser compute it on a
   * probe.
   */
  #colour(css: string): Rgba {
    const probe = document.createElement('span');
    probe.style.cssText = `display:none;color:${css}`;
    (this.#host.shadowRoot ?? this.#host).append(probe);
    const computed = getComputedStyle(probe).color;
    probe.remove();
    return parseColour(computed);
  }
}

let parser: OffscreenCanvasRenderingContext2D | null = null;

function parseColour(css: string): Rgba {
  parser ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  parser!.clearRect(0, 0, 1, 1);
  parser!.fillStyle = css;
  parser!.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = parser!.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!, a! / 255];
}

/** One colour, from faint to full. */
function fadingRamp([r, g, b, a]: Rgba): Theme['ramp'] {
  const ramp = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) ramp.set([r, g, b, (0.35 + 0.65 * (i / 255)) * a * 255], i * 4);
  return ramp;
}
