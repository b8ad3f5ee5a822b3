/**
 * The tables of attributes, properties, events and styles, as Markdown, from the custom-elements manifest and from the
 * marks themselves. A page asks for one by a comment: `<!-- api: pika-plot -->` or `<!-- attributes of: bar -->`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}
interface Member extends Named {
  readonly kind: 'field' | 'method';
  readonly readonly?: boolean;
  readonly parameters?: readonly (Named & { readonly optional?: boolean })[];
  readonly return?: { readonly type: { readonly text: string } };
}
interface Element extends Named {
  readonly tagName: string;
  readonly attributes?: readonly Named[];
  readonly members?: readonly Member[];
  readonly events?: readonly Named[];
  readonly cssProperties?: readonly Named[];
  readonly cssParts?: readonly Named[];
}
interface MarkAttributes {
  readonly common: readonly string[];
  readonly table: readonly string[];
  readonly marks: Readonly<Record<string, readonly string[]>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'dist/custom-elements.json'), 'utf8')) as {
  readonly modules: readonly { readonly declarations: readonly Element[] }[];
};
export const elements = manifest.modules.flatMap(({ declarations }) => declarations);
const attributesOfMarks = JSON.parse(
  execFileSync(process.execPath, ['--import', 'tsx', '--import', './test/wgsl-hooks.mjs', 'docs/.vitepress/marks.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  }),
) as MarkAttributes;
export const markNames = Object.keys(attributesOfMarks.marks);

const ASKS = /^<!-- (api|attributes of): ([\w-]+) -->$/gm;

/** Replaces the comments of a page by tables. */
export function withTables(markdown: string): string {
  return markdown.replace(ASKS, (_comment, kind: string, name: string) =>
    kind === 'api' ? tablesOf(elementOf(name)) : tableOfMark(name),
  );
}

function elementOf(tagName: string): Element {
  const found = elements.find((element) => element.tagName === tagName);
  if (!found) throw new Error(`docs: the manifest has no <${tagName}>; the page asks for its tables.`);
  return found;
}

function tablesOf({ attributes = [], members = [], events = [], cssProperties = [], cssParts = [] }: Element): string {
  const ofAttributes = new Set(attributes.map(({ name }) => camelCase(name)));
  // Attributes describe the properties of the same value.
  const fields = members.filter(
    ({ kind, name, description }) => kind === 'field' && (description || !ofAttributes.has(name)),
  );
  const methods = members.filter(({ kind }) => kind === 'method');
  return [
    table(
      'Attributes',
      ['attribute', 'type', 'meaning'],
      attributes.map(({ name, type, description }) => [code(name), typeOf(type), description]),
    ),
    mirrors(attributes, members),
    table(
      'Properties',
      ['property', 'type', 'meaning'],
      fields.map(({ name, type, description, readonly }) => [
        code(name),
        typeOf(type),
        `${readonly ? 'Read only. ' : ''}${description ?? ''}`,
      ]),
    ),
    table(
      'Methods',
      ['method', 'returns', 'meaning'],
      methods.map((method) => [code(signature(method)), typeOf(method.return?.type), method.description]),
    ),
    table(
      'Events',
      ['event', 'type', 'fired when'],
      events.map(({ name, type, description }) => [code(name), typeOf(type), description]),
    ),
    table(
      'Custom properties',
      ['property', 'sets'],
      cssProperties.map(({ name, description }) => [code(name), description]),
    ),
    table(
      'Parts',
      ['part', 'is'],
      cssParts.map(({ name, description }) => [code(name), description]),
    ),
  ].join('');
}

/** A sentence about the properties of attributes. */
function mirrors(attributes: Element['attributes'] & object, members: readonly Member[]): string {
  const fields = new Set(members.filter(({ kind }) => kind === 'field').map(({ name }) => name));
  const mirrored = attributes.map(({ name }) => camelCase(name)).filter((name) => fields.has(name));
  if (mirrored.length < 2) return '';
  const which = mirrored.length === attributes.length ? 'Each is also a property, in camel case' : 'Also properties';
  return `\n${which}: ${mirrored.map(code).join(', ')}.\n`;
}

const camelCase = (name: string): string => name.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase());

function tableOfMark(name: string): string {
  const own = attributesOfMarks.marks[name];
  if (!own) throw new Error(`docs: there is no mark "${name}"; the page asks for its attributes.`);
  const shared = new Set([...attributesOfMarks.common, ...attributesOfMarks.table]);
  const described = new Map(elementOf('pika-plot').attributes!.map((attribute) => [attribute.name, attribute]));
  const rows = own
    .filter((attribute) => !shared.has(attribute))
    .map((attribute) => [
      code(attribute),
      typeOf(described.get(attribute)?.type),
      described.get(attribute)?.description,
    ]);
  const missing = [...shared].filter((attribute) => !own.includes(attribute)).map(code);
  const exceptions = missing.length > 0 ? ` But ${missing.join(', ')} have no effect.` : '';
  return [
    table('Attributes', ['attribute', 'type', 'meaning'], rows),
    `${rows.length === 0 ? '\n## Attributes {#attributes}\n' : ''}\nIt ${rows.length === 0 ? 'takes' : 'also takes'} the attributes that marks share: see [pika-plot](../elements/pika-plot.md#attributes).${exceptions}\n`,
  ].join('');
}

type Cell = string | undefined;

function table(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly Cell[]): string => `| ${cells.map((cell) => cellText(cell ?? '')).join(' | ')} |`;
  const id = title.toLowerCase().replaceAll(' ', '-');
  return `\n## ${title} {#${id}}\n\n${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

/** Tags outside of code would become elements. */
function cellText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .replaceAll('|', '\\|')
    .replaceAll(/\s+/g, ' ');
}

const code = (text: string): string => `\`${text}\``;

function typeOf(type: Named['type']): string {
  if (!type) return '';
  const names = type.text.split('|').map((name) => name.trim());
  const isList = names.every((name) => /^"[^"]*"$/.test(name));
  return isList ? names.map((name) => code(name.slice(1, -1))).join(' ') : code(type.text);
}

function signature({ name, parameters = [] }: Member): string {
  return `${name}(${parameters.map((one) => `${one.name}${one.optional ? '?' : ''}`).join(', ')})`;
}
