/** The attributes of <pika-plot> that every mark uses. A mark adds its own. */
export const COMMON_ATTRIBUTES: readonly string[] = [
  'from',
  'mark',
  'x',
  'y',
  'brush',
  'pick',
  'selection',
  'filter-by',
  'filter-key',
  'context',
  'zoom',
  'zoom-group',
  'x-domain',
  'x-scale',
  'tooltip',
  'label',
];
