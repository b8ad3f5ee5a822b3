import type { Rgba } from '../../frame/color';
import { rampFor } from '../../scales/color/schemes';
import type { Theme } from '../mark';

/** 256 colors, low to high, RGBA bytes. */
type RampBytes = Uint8ClampedArray<ArrayBuffer>;

/** By what they are made of: paints of one theme share the bytes, which backends upload once. */
const made = new Map<string, RampBytes>();

/** The colors of counts. */
export function countRamp(theme: Theme): RampBytes {
  return once(`${theme.ramp} ${theme.dark}`, () => new Uint8ClampedArray(rampFor(theme).slice().buffer));
}

/** The colors of rows that are filtered out: one color, from faint to full. */
export function contextRamp({ context }: Theme): RampBytes {
  return once(context.join(' '), () => fadingRamp(context));
}

function fadingRamp([r, g, b, a]: Rgba): RampBytes {
  const ramp = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) ramp.set([r, g, b, (0.35 + 0.65 * (i / 255)) * a * 255], i * 4);
  return ramp;
}

function once(key: string, make: () => RampBytes): RampBytes {
  const ramp = made.get(key) ?? make();
  made.set(key, ramp);
  return ramp;
}
