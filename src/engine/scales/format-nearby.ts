import { integerText, numberText } from './number-label';
import { WRITTEN_PARTS, type ScaleMethods } from './scale-methods';

/** Formats a number on a nonlinear scale, with the precision of a pixel at that value. */
export function formatNearby(scale: ScaleMethods & { readonly integer: boolean }, value: number): string {
  if (scale.integer && Number.isInteger(value)) return integerText(value, scale.show.locale);
  const place = Math.max(0, Math.min(1, scale.position(value)));
  const [from, to] = [scale.invert(place - 1 / WRITTEN_PARTS), scale.invert(place + 1 / WRITTEN_PARTS)];
  return numberText(value, Math.abs(value), Math.abs(to / 2 - from / 2), scale.show.locale);
}
