/** Attributes of every HTML element, and of RDFa. */
const GLOBAL = new Set([
  'accesskey',
  'anchor',
  'autocapitalize',
  'autocorrect',
  'autofocus',
  'class',
  'contenteditable',
  'dir',
  'draggable',
  'elementtiming',
  'enterkeyhint',
  'exportparts',
  'headingoffset',
  'headingreset',
  'hidden',
  'id',
  'inert',
  'inputmode',
  'is',
  'itemid',
  'itemprop',
  'itemref',
  'itemscope',
  'itemtype',
  'lang',
  'nonce',
  'part',
  'popover',
  'property',
  'resource',
  'role',
  'slot',
  'spellcheck',
  'style',
  'tabindex',
  'title',
  'translate',
  'typeof',
  'virtualkeyboardpolicy',
  'vocab',
  'writingsuggestions',
  'xmlns',
]);

/**
 * Attributes that frameworks and tools write: Vue, Angular, Svelte, Alpine, htmx, Blazor, LWC, Astro, Stencil, Qwik,
 * Closure, test runners.
 */
const FRAMEWORKS = [
  /^(data|aria|v|ng|hx|b|lwc|astro|svelte|c|s|sc|q|test|cy)-/,
  /^on[a-z]/,
  /^(ng|testid|jsaction|jscontroller|jsmodel|jsname|jsdata|jsshadow)$/,
  /^x-(data|init|show|bind|on|text|html|model|modelable|for|transition|effect|ignore|ref|cloak|teleport|if|id)$/,
];

/**
 * Whether an attribute belongs to HTML or a framework, not to the element. Attributes of the elements consist of
 * letters and hyphens; any other character belongs to a framework (`:x`, `@click`, `_ngcontent`).
 */
export function isForeignAttribute(name: string): boolean {
  return GLOBAL.has(name) || FRAMEWORKS.some((pattern) => pattern.test(name)) || /[^a-z0-9-]/.test(name);
}
