import { nearestNames, RAMP_NAMES, rampNamed } from '../engine/index';

/** A sentence about a value of `--pika-ramp` that names no ramp; null if it does, or is empty. */
export function rampRemark(value: string): string | null {
  const name = value.trim();
  if (name === '' || rampNamed(name)) return null;
  const [near] = nearestNames(name, RAMP_NAMES, 1);
  return `--pika-ramp: ${name} is not a ramp. ${near === undefined ? `Write one of ${RAMP_NAMES.join(', ')}.` : `Did you mean ${near}?`}`;
}
