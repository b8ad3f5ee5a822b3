import type { ColumnType } from '../columns/column';
import type { DatePart } from '../grammar/date-part';
import { ENGLISH, type TextLocale } from '../locale/text-locale';
import type { TimeZone } from '../locale/time-zone';

/** How a plot writes the values of one channel, and where its days begin. */
export interface Presentation {
  readonly locale: TextLocale;
  /** The zone of the clocks that show its times; null for UTC. */
  readonly zone: TimeZone | null;
  /** The author's format by d3, and the attribute that holds it. */
  readonly format: { readonly specifier: string; readonly attribute: string } | null;
  /** The part of a date that its categories are. */
  readonly part: DatePart | null;
}

/** In English, in UTC, each value as it is. */
export const PLAIN: Presentation = { locale: ENGLISH, zone: null, format: null, part: null };

/** The type of a column, and how a plot shows its values. */
export type ShownType = ColumnType & { readonly show?: Presentation };

/** Only instants are in a zone: a date, and a time without a zone, are the same on all clocks. */
export function shownAs(type: ColumnType, show: Presentation): ShownType {
  return { ...type, show: type.kind === 'time' && !type.isInstant ? { ...show, zone: null } : show };
}
