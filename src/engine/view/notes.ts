import type { ColumnMeta } from '../columns/column';
import type { Plan } from '../plan/plan';
import type { Relation } from '../source/source';
import { plainName, tokenize } from '../source/sql-tokens';
import { readingOf } from '../source/text-reading';

/** Labels are sorted: those looked at come from all over them. */
const MOST_LABELS = 500;

/** What the reader of a plot should know about its columns: how they were read, and that bins were asked of text. Null when nothing. */
export function notesOn(relation: Relation, { axes, spec }: Plan, columns: readonly { readonly meta: ColumnMeta }[]): string | null {
  const notes: string[] = [];
  for (const [i, { channel, expression }] of axes.entries()) {
    const own = relation.notes.filter(({ column }) => column === null || names(expression, column)).map(({ text }) => text);
    const { type } = columns[i]!.meta;
    notes.push(...own);
    if (own.length > 0 || type.kind !== 'category' || type.labels.every((label) => label === 'true' || label === 'false')) continue;
    const isBinned = spec[channel]?.kind === 'bin';
    const stride = Math.ceil(type.labels.length / MOST_LABELS);
    const sample = type.labels.filter((_, label) => label % stride === 0);
    const reading = readingOf(sample);
    if (!isBinned && !reading) continue;
    const example = sample.find((label) => label.trim() !== '');
    const isColumn = plainName(expression) !== null;
    const advice = !reading || !isColumn ? 'cast it in SQL to bin its values' : relation.isCsv ? `${reading} on <pika-query name="${relation.name}"> reads its values` : 'cast it in SQL, e.g. by replace(…) and strptime(…)';
    notes.push(`${isColumn ? `"${plainName(expression)}"` : expression} is text (${JSON.stringify(example ?? '')}), drawn as categories: ${advice}`);
  }
  return notes.length > 0 ? [...new Set(notes)].join('; ') : null;
}

function names(expression: string, column: string): boolean {
  const key = column.toLowerCase();
  return tokenize(expression).some(({ kind, text }) => (kind === 'word' || kind === 'quoted') && text.toLowerCase() === key);
}
