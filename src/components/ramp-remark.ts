import { nearestNames, RAMPS } from '../engine/index';

/** A sentence about a value of `--pika-ramp` that names no ramp; null if it does, or is empty. */
export async function rampRemark(value: string): Promise<string | null> {
  const names = value.trim().split(/\s+/);
  if (value.trim() === '') return null;
  const { RAMP_NAMES, rampNamed } = await RAMPS.load();
  const name = names.length > 2 ? value.trim() : names.find((one) => !rampNamed(one));
  if (name === undefined) return null;
  const [near] = nearestNames(name, RAMP_NAMES, 1);
  return `--pika-ramp: ${name} is not a ramp. ${near === undefined ? `Write one of ${RAMP_NAMES.join(', ')}.` : `Did you mean ${near}?`}`;
}
