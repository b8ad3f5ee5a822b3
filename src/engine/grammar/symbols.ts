/** The symbols of points, from the most to the least distinct. */
export const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'star', 'triangle-down', 'cross'] as const;
export type SymbolName = (typeof SYMBOLS)[number];
