/** The marks of the grammar. The file of each is `plan/marks/NAME.ts`. */
export const MARK_NAMES = [
  'bar',
  'line',
  'area',
  'point',
  'rect',
  'rule',
  'tick',
  'text',
  'arc',
  'box',
  'density',
] as const;
export type MarkName = (typeof MARK_NAMES)[number];
