import { OnDemand } from '../engine/index';
import { COLOR_NAMES, isWrong } from './color-names';

export const REMARKS = new OnDemand('the code of remarks', () => import('./remarks'));

/**
 * Gives an element the default color for each property that is not a color. Loads the code for that only if it must.
 *
 * @param late called if the code was loaded for that: the colors have changed
 * @returns a sentence about each such property, as far as the code is loaded
 */
export function checkColors(host: HTMLElement, late: () => void): readonly string[] {
  const { ifLoaded } = REMARKS;
  if (ifLoaded) return ifLoaded.resetColors(host);
  const style = getComputedStyle(host);
  // Without the code, the element keeps the colors that it has.
  if (COLOR_NAMES.some((name) => isWrong(style, name))) REMARKS.load().then(late, () => undefined);
  return [];
}
