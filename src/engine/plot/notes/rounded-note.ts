import { expressionTitle } from '../../grammar/channel-title';
import type { Measure } from '../../grammar/measure';
import type { ChannelName } from '../../grammar/channel-name';
import type { LayerTable } from '../../plan/layer-table';
import type { TablePlan } from '../../plan/plan';

/** From here on a double can't tell each whole number from the next. */
const LEAST_ROUNDED = 2 ** 53;

/**
 * Says which columns have whole numbers that a double may round, for example ids of 64 bits: positions, tooltips and
 * `values()` then show other digits than SQL. Null if there are none. Sums and averages have no note, because they are
 * not the value of any row.
 */
export function roundedNote(plan: TablePlan, { columns }: LayerTable): string | null {
  const rounded = [...columns].flatMap(([channel, { type, values }]) => {
    const shown = shownValue(plan, channel);
    const isRounded = shown !== null && type.kind === 'number' && type.integer && values.some(mayBeRounded);
    return isRounded ? [noteOn(shown)] : [];
  });
  // A column may be on two channels.
  return [...new Set(rounded)].join('; ') || null;
}

function mayBeRounded(value: number): boolean {
  return Math.abs(value) >= LEAST_ROUNDED && Number.isFinite(value);
}

/** An expression over rows, and what the layer shows of it. */
interface ShownValue {
  readonly expression: string;
  /** What the layer shows, as SQL. */
  readonly sql: string;
}

/** The value of a row that a channel shows; null for bins, constants, and aggregates that no row has. */
function shownValue({ columns, dimensions, measures }: TablePlan, channel: ChannelName): ShownValue | null {
  const isBinned = dimensions.some((dimension) => dimension.channel === channel && dimension.options !== null);
  if (isBinned) return null;
  const planned = columns.get(channel);
  if (planned) return { expression: planned.expression, sql: planned.expression };
  const measure = measures.get(channel);
  return measure && isOfOneRow(measure)
    ? { expression: measure.expression, sql: `${measure.op}(${measure.expression})` }
    : null;
}

type OfOneRow = Extract<Measure, { readonly expression: string }> & { readonly op: 'min' | 'max' | 'first' | 'last' };

function isOfOneRow(measure: Measure): measure is OfOneRow {
  return measure.op === 'min' || measure.op === 'max' || measure.op === 'first' || measure.op === 'last';
}

function noteOn({ expression, sql }: ShownValue): string {
  return `values of ${expressionTitle(expression)} beyond 2⁵³ may be rounded: CAST(${sql} AS VARCHAR) keeps every digit`;
}
