import type { ColumnType } from '../columns/column';
import type { DatePart } from '../grammar/date-part';
import { ENGLISH, type TextLocale } from '../locale/text-locale';
import type { TimeZone } from '../locale/time-zone';

/** How a plot formats the values of one channel, and where its days begin. */
export interface Presentation {
  readonly locale: TextLocale;
  /** The time zone in which times are shown; null for UTC. */
  readonly zone: TimeZone | null;
  /** The author's d3 format, and the attribute that holds it. */
  readonly format: { readonly specifier: string; readonly attribute: string } | null;
  /** The part of a date that the categories name; null for other columns. */
  readonly part: DatePart | null;
}

/** The default: English, UTC, and no format. */
export const PLAIN: Presentation = { locale: ENGLISH, zone: null, format: null, part: null };

/** The type of a column, and how a plot shows its values. */
export type ShownType = ColumnType & { readonly show?: Presentation };

/** Time zones apply to instants only: a date, or a time without a zone, is the same everywhere. */
export function shownAs(type: ColumnType, show: Presentation): ShownType {
  return { ...type, show: type.kind === 'time' && !type.isInstant ? { ...show, zone: null } : show };
}

/** The type in the default format: an axis of shares has a format that does not suit the values behind them. */
export function withoutFormat({ show = PLAIN, ...type }: ShownType): ShownType {
  return shownAs(type, { ...show, format: null });
}
