import { defaultRamp, rampNamed, type Theme } from '../../engine/index';

/**
 * A theme whose ramps are computed when they are first read: most plots need none, and the first plot of a page must
 * not wait.
 *
 * @param rampName the default if there is no ramp of this name
 */
export function pageTheme(colors: Pick<Theme, 'dark' | 'accent' | 'context'>, rampName: string): Theme {
  let [ramp, contextRamp]: (Theme['ramp'] | null)[] = [null, null];
  return {
    ...colors,
    get ramp() {
      return (ramp ??= new Uint8ClampedArray((rampNamed(rampName) ?? defaultRamp(colors.dark)).slice().buffer));
    },
    get contextRamp() {
      return (contextRamp ??= fadingRamp(colors.context));
    },
  };
}

/** One color, from faint to full. */
function fadingRamp([r, g, b, a]: Theme['context']): Theme['ramp'] {
  const ramp = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) ramp.set([r, g, b, (0.35 + 0.65 * (i / 255)) * a * 255], i * 4);
  return ramp;
}
