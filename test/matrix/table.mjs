/** The table of `docs/frameworks.md`: one row per project. A run of some projects replaces only their rows. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../examples/prepare.mjs';

const FILE = join(ROOT, 'docs/frameworks.md');
const BEGIN = '<!-- npm run matrix -->';
const END = '<!-- end -->';
const HEAD = [
  '| project | version | dev server | build | kB before the first plot | build, s |',
  '| --- | --- | --- | --- | ---: | ---: |',
];

/** One row, from what {@link import('./run.mjs')} found. */
export function rowOf({ name, tool, version, dev, build, bytes, seconds }) {
  const number = (value, digits) => (value == null ? '–' : value.toFixed(digits));
  const cells = [
    `[${tool}](../examples/projects/${name})`,
    version,
    dev ?? '–',
    build ?? '–',
    number(bytes === null ? null : bytes / 1000, 0),
    number(seconds, 1),
  ];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
}

/** The rows of the document with those of these projects replaced, in the order of `names`. */
export function mergeRows(rows, added, names) {
  const nameOf = (row) => /projects\/([\w.-]+)\)/.exec(row)?.[1];
  const byName = new Map([...rows, ...added].map((row) => [nameOf(row), row]));
  return names.flatMap((name) => byName.get(name) ?? []);
}

export async function writeTable(added, names) {
  const text = await readFile(FILE, 'utf8');
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start)
    throw new Error(`docs/frameworks.md: expected ${BEGIN} and ${END}, found no such lines`);
  const rows = text
    .slice(start, end)
    .split('\n')
    .filter((line) => line.startsWith('| ['));
  const table = [...HEAD, ...mergeRows(rows, added, names)].join('\n');
  await writeFile(FILE, `${text.slice(0, start)}${BEGIN}\n\n${table}\n\n${text.slice(end)}`);
}
