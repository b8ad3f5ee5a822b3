import { readingOf } from '../../source/csv/text-reading';
import type { Relation } from '../../source/source';
import { plainName } from '../../sql/column-names';
import { sampleOf } from './may-have-notes';

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
  const sample = sampleOf(labels);
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

export function isBoolean(labels: readonly string[]): boolean {
  return labels.every((label) => label === 'true' || label === 'false');
}
