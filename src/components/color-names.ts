/** The author's properties that take colors, without `--pika-`; `--_` before a name is the color that styles use. */
export const COLOR_NAMES = ['accent', 'context', 'text', 'strong', 'line', 'background'] as const;

/** Whether a color that the styles of an element use is not one: the browser would paint it black. */
export function isWrong(style: CSSStyleDeclaration, name: string): boolean {
  return !CSS.supports('color', style.getPropertyValue(`--_${name}`));
}
