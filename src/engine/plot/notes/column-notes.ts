import type { ColumnMeta } from '../../columns/column';
import type { ByChannel } from '../../grammar/channel-name';
import type { LayerPlan } from '../../plan/plan';
import type { Relation } from '../../source/source';
import { plainName } from '../../sql/column-names';
import { tokenize } from '../../sql/sql-tokens';
import { readingOf } from '../../source/csv/text-reading';

/** Labels are sorted, so a sample is spread over all of them. */
const MAX_LABELS = 500;

/**
 * Notes for the user on the plot's columns: how they were read, and that text can't be binned as the author asked. Null
 * if there are none.
 */
export function notesOn(
  relation: Relation,
  { columns: planned, dimensions }: LayerPlan,
  columns: ByChannel<{ readonly meta: ColumnMeta }>,
): string | null {
  const notes: string[] = [];
  for (const [channel, { expression }] of planned) {
    const own = relation.notes
      .filter(({ column }) => column === null || names(expression, column))
      .map(({ text }) => text);
    const { type } = columns.get(channel)!.meta;
    notes.push(...own);
    if (own.length > 0 || type.kind !== 'category' || isBoolean(type.labels)) continue;
    const { what, advice, hasForm } = textAdvice(relation, expression, type.labels);
    const asksForBins = dimensions.some((dimension) => dimension.channel === channel && dimension.options !== null);
    if (!asksForBins && !hasForm) continue;
    const isColumn = plainName(expression) !== null;
    notes.push(`${isColumn ? `"${plainName(expression)}"` : expression} is ${what}, drawn as categories: ${advice}`);
  }
  return notes.length > 0 ? [...new Set(notes)].join('; ') : null;
}

export interface TextAdvice {
  /** What the values are: `text ("1.234,56")`. */
  readonly what: string;
  /** How to read them as numbers or times; null if they can't be. */
  readonly advice: string | null;
  /** All of them can be read as numbers or times, so they were hardly meant to be text. */
  readonly hasForm: boolean;
}

/** How to read the values of a category column as numbers or times. */
export function textAdvice(relation: Relation, expression: string, labels: readonly string[]): TextAdvice {
  if (isBoolean(labels)) return { what: 'booleans', advice: null, hasForm: false };
  const stride = Math.ceil(labels.length / MAX_LABELS);
  const sample = labels.filter((_, label) => label % stride === 0);
  const reading = readingOf(sample);
  const example = sample.find((label) => label.trim() !== '');
  const advice =
    !reading || plainName(expression) === null
      ? 'cast it in SQL to bin its values'
      : relation.isCsv
        ? `${reading} on <pika-query name="${relation.name}"> reads its values`
        : 'cast it in SQL, e.g. by replace(…) and strptime(…)';
  return { what: `text (${JSON.stringify(example ?? '')})`, advice, hasForm: reading !== null };
}

function isBoolean(labels: readonly string[]): boolean {
  return labels.every((label) => label === 'true' || label === 'false');
}

function names(expression: string, column: string): boolean {
  const key = column.toLowerCase();
  return tokenize(expression).some(
    ({ kind, text }) => (kind === 'word' || kind === 'quoted') && text.toLowerCase() === key,
  );
}
