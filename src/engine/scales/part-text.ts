import type { DatePart } from '../grammar/date-part';
import type { TextLocale } from '../locale/text-locale';

/** The text of one category of a part of dates: `Mon`, `Jan`, `Q1`; plain numbers for hours, days and weeks. */
export function partText(part: DatePart, label: string, { months, weekdays }: TextLocale): string {
  const value = Number(label);
  switch (part) {
    case 'weekday':
      return weekdays[value] ?? label;
    case 'month':
      return months[value - 1] ?? label;
    case 'quarter':
      return `Q${label}`;
    default:
      return label;
  }
}
