import { defaultRamp, rampNamed, type Rgba, type Theme } from '../../engine/index';

/** Computes its ramps when they are first read: most plots need none, and the first plot of a page must not wait. */
export class PageTheme implements Theme {
  readonly dark: boolean;
  readonly accent: Rgba;
  readonly context: Rgba;
  readonly #rampName: string;
  #ramp: Theme['ramp'] | null = null;
  #contextRamp: Theme['ramp'] | null = null;

  /** @param rampName the default if there is no ramp of this name */
  constructor({ dark, accent, context }: Pick<Theme, 'dark' | 'accent' | 'context'>, rampName: string) {
    this.dark = dark;
    this.accent = accent;
    this.context = context;
    this.#rampName = rampName;
  }

  get ramp(): Theme['ramp'] {
    return (this.#ramp ??= new Uint8ClampedArray((rampNamed(this.#rampName) ?? defaultRamp(this.dark)).slice().buffer));
  }

  get contextRamp(): Theme['ramp'] {
    return (this.#contextRamp ??= fadingRamp(this.context));
  }
}

/** One colour, from faint to full. */
function fadingRamp([r, g, b, a]: Rgba): Theme['ramp'] {
  const ramp = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) ramp.set([r, g, b, (0.35 + 0.65 * (i / 255)) * a * 255], i * 4);
  return ramp;
}
