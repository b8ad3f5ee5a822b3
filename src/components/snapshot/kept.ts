/** What a snapshot keeps of a page. Everything else, such as scripts, links and images, is left out. */

/** The elements of the package. */
export const PIKA_TAGS: ReadonlySet<string> = new Set([
  'pika-count',
  'pika-input',
  'pika-legend',
  'pika-overview',
  'pika-plot',
  'pika-query',
  'pika-selection',
  'pika-status',
  'pika-table',
]);

/** The spec of a plot has its marks, unless an attribute is wrong. */
export const MARK = 'pika-mark';

/** Elements that structure a page. Others become a `<div>` if there is something in them. */
export const STRUCTURE_TAGS: ReadonlySet<string> = new Set(
  (
    'article aside b br code div dd dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i label li main ol p ' +
    'pre section small span strong sub sup ul'
  ).split(' '),
);

/** Attributes that any element may have. */
export const COMMON_ATTRIBUTES: readonly string[] = ['aria-label', 'dir', 'hidden', 'lang', 'title'];

/** Properties of the layout, with the values that need not be kept. */
export const LAYOUT: Readonly<Record<string, readonly string[]>> = {
  display: ['block', 'inline', 'list-item', 'contents'],
  'flex-direction': ['row'],
  'flex-wrap': ['nowrap'],
  'flex-grow': ['0'],
  'flex-shrink': ['1'],
  'flex-basis': ['auto'],
  order: ['0'],
  'align-content': ['normal'],
  'align-items': ['normal'],
  'align-self': ['auto'],
  'justify-content': ['normal'],
  'justify-items': ['normal', 'legacy'],
  'justify-self': ['auto'],
  'row-gap': ['normal'],
  'column-gap': ['normal'],
  'grid-template-columns': ['none'],
  'grid-template-rows': ['none'],
  'grid-template-areas': ['none'],
  'grid-auto-columns': ['auto'],
  'grid-auto-rows': ['auto'],
  'grid-auto-flow': ['row'],
  'grid-column-start': ['auto'],
  'grid-column-end': ['auto'],
  'grid-row-start': ['auto'],
  'grid-row-end': ['auto'],
  width: ['auto'],
  height: ['auto'],
  'min-width': ['auto', '0px'],
  'min-height': ['auto', '0px'],
  'max-width': ['none'],
  'max-height': ['none'],
  'box-sizing': ['content-box'],
  'aspect-ratio': ['auto'],
  'margin-top': ['0px'],
  'margin-right': ['0px'],
  'margin-bottom': ['0px'],
  'margin-left': ['0px'],
  'padding-top': ['0px'],
  'padding-right': ['0px'],
  'padding-bottom': ['0px'],
  'padding-left': ['0px'],
  'text-align': ['start'],
};

/** Custom properties of the theme. */
export const THEME: readonly string[] = [
  '--pika-accent',
  '--pika-background',
  '--pika-card-width',
  '--pika-categories',
  '--pika-context',
  '--pika-count-size',
  '--pika-font',
  '--pika-font-size',
  '--pika-grid',
  '--pika-line',
  '--pika-radius',
  '--pika-ramp',
  '--pika-strong',
  '--pika-text',
  '--pika-title-font',
  '--pika-title-weight',
];

/** No escapes, which could spell a function that fetches. */
const PLAIN_VALUE = /^[-\w\s#%.,()/"'+*[\]]*$/;
/** All others may fetch, as `url()` and `image-set()` do. */
const FUNCTIONS = new Set(
  'calc clamp color color-mix fit-content hsl hsla hwb lab lch light-dark max min minmax oklab oklch repeat rgb rgba'.split(
    ' ',
  ),
);

/** Whether an element of an opened snapshot may have this style. */
export function isKeptStyle(property: string, value: string): boolean {
  const isKnown = Object.hasOwn(LAYOUT, property) || THEME.includes(property) || property === 'color-scheme';
  if (!isKnown || value.length > 1000 || !PLAIN_VALUE.test(value)) return false;
  return [...value.matchAll(/([-\w]*)\s*\(/g)].every(([, name]) => name === '' || FUNCTIONS.has(name!.toLowerCase()));
}
