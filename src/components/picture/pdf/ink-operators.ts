import type { Ink, Look } from '../shapes';
import { short } from './pdf-file';

export function strokeOperators({ strokeWidth, isRound }: Look, { color }: Ink): string {
  return `${inkOperator(color, 'RG')}${short(strokeWidth)} w ${isRound ? 1 : 0} j\n`;
}

/** @param operator `rg` to fill, `RG` to stroke */
export function inkOperator(color: string, operator: 'rg' | 'RG'): string {
  return `${channelsOf(color)} ${operator}\n`;
}

/** Red, green and blue, from 0 to 1. */
export function channelsOf(color: string): string {
  return [1, 3, 5].map((at) => short(Number.parseInt(color.slice(at, at + 2), 16) / 255)).join(' ');
}
