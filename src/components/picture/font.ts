import type { Font } from './shapes';

export function fontOf(style: CSSStyleDeclaration): Font {
  return {
    style: style.fontStyle,
    weight: style.fontWeight,
    sizeCss: Number.parseFloat(style.fontSize),
    family: style.fontFamily,
    letterSpacing: style.letterSpacing,
    numeric: style.fontVariantNumeric,
  };
}

/** As the property `font` of CSS and of a canvas. */
export function fontText({ style, weight, sizeCss, family }: Font): string {
  return `${style} ${weight} ${sizeCss}px ${family}`;
}

/** A text as the styles of the page around a plot transform it. */
export function transformed(text: string, { textTransform }: CSSStyleDeclaration): string {
  switch (textTransform) {
    case 'uppercase':
      return text.toUpperCase();
    case 'lowercase':
      return text.toLowerCase();
    case 'capitalize':
      return text.replace(/(^|\s)\p{L}/gu, (first) => first.toUpperCase());
    default:
      return text;
  }
}
