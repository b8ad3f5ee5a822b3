import { OnDemand } from '../engine/index';

/** The author's properties that take colors, without `--pika-`; `--_` before a name is the color that styles use. */
export const COLOR_NAMES = ['accent', 'context', 'text', 'strong', 'line', 'background'] as const;

export const REMARKS = new OnDemand('the code of remarks', () => import('./remarks'));

/** Whether a color that the styles of an element use is not one: the browser would paint it black. */
export function isWrong(style: CSSStyleDeclaration, name: string): boolean {
  return !CSS.supports('color', style.getPropertyValue(`--_${name}`));
}

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
