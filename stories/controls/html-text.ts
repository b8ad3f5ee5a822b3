import { elementNamed } from './elements';
import { kindOfAttribute } from './value-kind';

const WIDTH = 96;
const INDENT = '  ';

/** HTML as an author would write it: a line for each element, or for each attribute of one that is too long. */
export function htmlText(html: string): string {
  const { content } = Object.assign(document.createElement('template'), { innerHTML: html });
  return childrenText(content, '').trim();
}

const childrenText = (parent: Node, indent: string): string =>
  [...parent.childNodes].map((node) => nodeText(node, indent)).join('');

function nodeText(node: ChildNode, indent: string): string {
  if (node instanceof Text) return node.data.trim() === '' ? '' : `${indent}${escapeText(node.data.trim())}\n`;
  if (!(node instanceof Element)) return '';
  const end = `</${node.localName}>\n`;
  const start = indent + startTag(node, indent);
  if (node.childElementCount === 0) return start + escapeText(node.textContent.trim()) + end;
  return `${start}\n${childrenText(node, indent + INDENT)}${indent}${end}`;
}

function startTag({ localName: tag, attributes }: Element, indent: string): string {
  const parts = [...attributes].map(({ name, value }) =>
    value === '' && isFlag(tag, name) ? name : `${name}=${quoted(value)}`,
  );
  const line = [`<${tag}`, ...parts].join(' ');
  if (indent.length + line.length < WIDTH) return `${line}>`;
  return `${[`<${tag}`, ...parts].join(`\n${indent}${INDENT}`)}\n${indent}>`;
}

/** SQL has names in double quotes and texts in single ones. */
function quoted(value: string): string {
  const text = escapeText(value);
  return text.includes('"') && !text.includes("'") ? `'${text}'` : `"${text.replaceAll('"', '&quot;')}"`;
}

/** Whether the attribute needs no value: it is boolean, or no value is one of its choices, as of `zoom`. */
function isFlag(tag: string, attribute: string): boolean {
  const described = elementNamed(tag)?.attributes?.find(({ name }) => name === attribute);
  const kind = described && kindOfAttribute(described);
  return kind?.kind === 'flag' || (kind?.kind === 'choice' && kind.choices.includes(''));
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\u00a0', '&nbsp;');
