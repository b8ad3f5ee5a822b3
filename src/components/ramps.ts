import {
  interpolateCividis,
  interpolateInferno,
  interpolateMagma,
  interpolatePlasma,
  interpolateTurbo,
  interpolateViridis,
  schemeBlues,
  schemeYlGnBu,
} from 'd3-scale-chromatic';
import { nearestNames } from '../engine/index';
import { rgbBasis } from './rgb-basis';

/** The colour of a ramp at `t`, 0 to 1, as CSS. */
export type Interpolator = (t: number) => string;

/** From pale yellow through green to dark blue. */
export const ylGnBu: Interpolator = rgbBasis(schemeYlGnBu[9]!);
const blues: Interpolator = rgbBasis(schemeBlues[9]!);

/** Ramps by name, for the custom property `--pika-ramp`. */
export const RAMPS: Readonly<Record<string, Interpolator>> = {
  ylgnbu: (t) => ylGnBu(0.14 + 0.86 * t),
  blues: (t) => blues(0.15 + 0.85 * t),
  viridis: interpolateViridis,
  magma: (t) => interpolateMagma(0.12 + 0.88 * t),
  inferno: (t) => interpolateInferno(0.12 + 0.88 * t),
  plasma: interpolatePlasma,
  cividis: interpolateCividis,
  turbo: interpolateTurbo,
};

/** The ramp with this name; null if there is none. */
export function rampNamed(value: string): Interpolator | null {
  const name = value.trim().toLowerCase();
  return Object.hasOwn(RAMPS, name) ? RAMPS[name]! : null;
}

/** A sentence about a value of `--pika-ramp` that names no ramp; null if it does, or is empty. */
export function rampRemark(value: string): string | null {
  const name = value.trim();
  if (name === '' || rampNamed(name)) return null;
  const names = Object.keys(RAMPS);
  const [near] = nearestNames(name, names, 1);
  return `--pika-ramp: ${name} is not a ramp. ${near === undefined ? `Write one of ${names.join(', ')}.` : `Did you mean ${near}?`}`;
}
