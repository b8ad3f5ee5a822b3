import type { ColumnMeta } from '../../columns/column';
import type { ByChannel } from '../../grammar/channel-name';
import type { LayerPlan } from '../../plan/plan';
import type { Relation } from '../../source/source';

/** Labels are sorted, so a sample is spread over all of them. */
const MAX_LABELS = 500;
/** How numbers and times begin, in every form that a source can read: `1.234,5`, `-3`, `13/01/2024`, `Jan 1, 2024`. */
const BEGINNING = /^\s*([-+]?\d|[A-Za-z]{3} \d)/;

/**
 * Whether there may be notes on a plot's columns, whose code loads only then: on how the source read them, on text that
 * is to be binned, and on text that may be numbers or times.
 */
export function mayHaveNotes(
  relation: Relation,
  { dimensions }: LayerPlan,
  columns: ByChannel<{ readonly meta: ColumnMeta }>,
): boolean {
  const isBinned = (channel: string): boolean =>
    dimensions.some((dimension) => dimension.channel === channel && dimension.options !== null);
  return (
    relation.notes.length > 0 ||
    [...columns].some(
      ([channel, { meta }]) => meta.type.kind === 'category' && (isBinned(channel) || mayBeRead(meta.type.labels)),
    )
  );
}

/** Whether all labels may be numbers or times: `readingOf` decides. */
export function mayBeRead(labels: readonly string[]): boolean {
  return sampleOf(labels).some((label) => BEGINNING.test(label));
}

/** At most about 500 of the labels. */
export function sampleOf(labels: readonly string[]): readonly string[] {
  const stride = Math.ceil(labels.length / MAX_LABELS);
  return labels.filter((_, label) => label % stride === 0);
}
