import type { ColumnMeta } from '../../columns/column';
import type { ByChannel } from '../../grammar/channel-name';
import type { LayerPlan } from '../../plan/plan';
import type { Relation } from '../../source/source';
import { plainName } from '../../sql/column-names';
import { tokenize } from '../../sql/sql-tokens';
import { isBoolean, textAdvice } from './text-advice';

/**
 * Notes for the user on the plot's columns: how they were read, and that text can't be binned as the author asked. Null
 * if there are none.
 */
export function columnNotes(
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

function names(expression: string, column: string): boolean {
  const key = column.toLowerCase();
  return tokenize(expression).some(
    ({ kind, text }) => (kind === 'word' || kind === 'quoted') && text.toLowerCase() === key,
  );
}
