import { PikaError } from '../errors';
import { CLOCKS_GROUP } from '../grammar/attributes/attribute-groups';
import { parseGroup } from '../grammar/attributes/parse-attributes';
import { measureTitle } from '../grammar/channel-title';
import { functionCall } from '../grammar/function-call';
import type { Measure } from '../grammar/measure';
import { parseFormula } from '../grammar/parse-formula';
import { isRowCount, OFFERED, OFFERED_NAMES, parseAggregate } from '../grammar/parse-measure';
import { textLocale } from '../locale/text-locale';
import { timeZoneNamed } from '../locale/time-zone';
import { nearestNames } from '../nearest-names';
import type { Presentation } from '../scales/presentation';

/** What a count shows, as the author wrote it. */
export interface CountRequest {
  /** The query whose rows it counts. */
  readonly from: string;
  /** The selections that rows must pass. */
  readonly filterBy: readonly string[];
  /** One aggregate of the rows; null counts them. */
  readonly aggregate: string | null;
  /** How the selected rows compare with all rows; see {@link COMPARISONS}. */
  readonly compare: string | null;
  /** A specifier of d3-format or d3-time-format. */
  readonly format: string | null;
  /** The language of its texts, as HTML's `lang`. */
  readonly lang: string | null;
  readonly timeZone: string | null;
}

/** What a count shows beside the value of the selected rows: that of all rows, and their ratio or difference. */
export const COMPARISONS = ['value', 'share', 'change', 'difference', 'off'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface CountPlan {
  readonly from: string;
  readonly filterBy: readonly string[];
  /** What it computes besides the number of rows. */
  readonly measure: Measure | null;
  /** `sum of revenue`; `rows` without a measure. */
  readonly title: string;
  /** Whether the value of the selected rows is a part of the value of all rows. */
  readonly isPart: boolean;
  readonly compare: Comparison;
  readonly show: Presentation;
}

/**
 * @throws PikaError `spec/bad-channel` for a wrong aggregate, `spec/bad-attribute` for a wrong time zone or comparison
 */
export function planCount(request: CountRequest): CountPlan {
  const { from, filterBy, aggregate, format, lang, timeZone } = request;
  const measure = aggregate === null ? null : parseMeasure(aggregate.trim());
  const { timeZone: zone } = parseGroup(CLOCKS_GROUP, { timeZone });
  return {
    from,
    filterBy,
    measure,
    title:
      measure && aggregate && !functionCall(aggregate) ? aggregate.trim() : measureTitle(measure ?? { op: 'count' }),
    isPart: isPart(measure),
    compare: parseComparison(request.compare),
    show: {
      locale: textLocale(lang),
      zone: zone === null ? null : timeZoneNamed(zone),
      format: format === null ? null : { specifier: format, attribute: 'format' },
      part: null,
    },
  };
}

function parseComparison(text: string | null): Comparison {
  if (text === null) return 'value';
  const found = COMPARISONS.find((name) => name === text);
  if (found) return found;
  const [near = 'change'] = nearestNames(text, COMPARISONS, 1);
  throw new PikaError('spec/bad-attribute', {
    subject: 'attribute compare',
    expected: COMPARISONS.map((name) => `"${name}"`).join(', '),
    found: `"${text}"`,
    next: `Write for example compare="${near}".`,
  });
}

function isPart(measure: Measure | null): boolean {
  return measure === null || ['count', 'count-of', 'sum', 'distinct'].includes(measure.op);
}

const ATTRIBUTE = 'attribute aggregate';

function parseMeasure(text: string): Measure {
  const call = functionCall(text);
  if (call && isRowCount(call)) return { op: 'count' };
  try {
    const measure = (call && parseAggregate('aggregate', call, text)) ?? parseFormula('aggregate', text);
    if (measure && measure.op !== 'outliers') return measure;
  } catch (thrown) {
    throw thrown instanceof PikaError ? new PikaError(thrown.code, { ...thrown.detail, subject: ATTRIBUTE }) : thrown;
  }
  throw new PikaError('spec/bad-channel', {
    subject: ATTRIBUTE,
    expected: `one of the aggregates ${OFFERED}`,
    found: text === '' ? 'nothing' : `"${text}"`,
    next: nextStep(text),
  });
}

function nextStep(text: string): string {
  const call = functionCall(text);
  const [near] = call ? nearestNames(call.name, OFFERED_NAMES, 1) : [];
  if (call && near !== undefined) return `Did you mean "${near}(${call.args.join(', ')})"?`;
  return call || !text.includes('(')
    ? 'Write for example aggregate="sum(revenue)".'
    : 'Compute it in a query of one row, and write for example aggregate="max(value)".';
}
