/** The shapes of symbols, as d3-shape defines them; a recording names them by index. */
export const SYMBOL_SHAPES = ['circle', 'square', 'cross', 'diamond', 'triangle-up', 'triangle-down', 'star'] as const;

export type SymbolShape = (typeof SYMBOL_SHAPES)[number];
