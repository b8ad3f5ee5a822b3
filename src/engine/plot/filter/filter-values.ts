import type { ColumnType, Extent } from '../../columns/column';
import { float64Key, float64Of, type Key } from '../../columns/keys';
import type { SelectedRange } from '../../grammar/selection-clause';
import { shownAs, type Presentation } from '../../scales/presentation';
import { valueText } from '../../scales/value-text';
import { clockText, dayText, fullText, modulo, readTime, type ReadTime } from './instants';

/** The values that pass a filter, in ticks of its column: first ≤ value < end. Null is an open end. */
export interface Bounds {
  readonly first: Key | null;
  readonly end: Key | null;
}

/** An end of an interval as JSON: a number, or a time as text such as `2024-03-01T12:30`. */
export type BoundValue = number | string;

/** How users enter values: the type of an HTML input. */
export type ValueField = 'number' | 'date' | 'datetime-local';

const NS_PER_DAY = 86_400_000_000_000n;
const NS_PER_SECOND = 1_000_000_000n;
/** A fraction with a longer text is rounded to what a pixel can show. */
const LONG_TEXT = 10;
const PIXELS = 1000;
/** The least number of steps of a slider. */
const SLIDER_STEPS = 100;
const TIME_STEPS_MS = [1, 1000, 60_000, 3_600_000, 86_400_000];
const WHOLE = /^[+-]?\d{1,40}$/;

type ValueType = Exclude<ColumnType, { readonly kind: 'category' }>;

/**
 * A column of numbers or times whose values a user filters: reads and writes the ends of an interval in fields and as
 * JSON. Both name the last value inside. So 10 to 19 means 10 ≤ value < 20 for whole numbers; for fractions, the end is
 * the next double after 19.
 */
export class FilterValues {
  readonly kind = 'values';
  readonly type: ValueType;
  /** In ticks; null if no row has a value. */
  readonly extent: Extent;
  readonly field: ValueField;
  readonly #show: Presentation;
  readonly #nsPerTick: bigint;

  constructor(type: ValueType, extent: Extent, show: Presentation) {
    this.type = type;
    this.extent = extent;
    // Dates, and times without a zone, are the same in every zone.
    this.#show = type.kind === 'time' && !type.isInstant ? { ...show, zone: null } : show;
    this.#nsPerTick = type.kind === 'time' ? BigInt(Math.round(1e6 / type.ticksPerMs)) : 1n;
    this.field = type.kind === 'number' ? 'number' : this.#nsPerTick === NS_PER_DAY ? 'date' : 'datetime-local';
  }

  get isWhole(): boolean {
    return this.type.kind === 'time' || this.type.integer;
  }

  /** The first possible value at or after `value`; null if `value` can't be read. */
  first(value: unknown): Key | null {
    if (this.type.kind === 'time') {
      const time = this.#time(value);
      return time && -floorDivide(-time.ns, this.#nsPerTick);
    }
    const number = numberOf(value);
    return number === null || typeof number === 'bigint' || !this.isWhole
      ? this.#own(number)
      : BigInt(Math.ceil(number));
  }

  /** The first possible value after `value`, or after the day that it names; null if `value` can't be read. */
  end(value: unknown): Key | null {
    if (this.type.kind === 'time') {
      const time = this.#time(value);
      if (!time) return null;
      return time.dayEndsNs === null
        ? floorDivide(time.ns, this.#nsPerTick) + 1n
        : -floorDivide(-time.dayEndsNs, this.#nsPerTick);
    }
    const number = numberOf(value);
    if (number === null) return null;
    return this.isWhole
      ? (typeof number === 'bigint' ? number : BigInt(Math.floor(number))) + 1n
      : nextDouble(Number(number));
  }

  /** The bounds of a range of this column. */
  boundsOf({ lo, hi, ticks }: SelectedRange): Bounds {
    if (ticks) return { first: this.#tick(ticks[0]), end: this.#tick(ticks[1]) };
    const perUnit = this.type.kind === 'time' ? this.type.ticksPerMs : 1;
    return { first: this.#at(lo * perUnit), end: this.#at(hi * perUnit) };
  }

  /** The text in the field of the first value; empty for an open end. */
  firstText({ first }: Bounds, field = this.field): string {
    return first === null ? '' : this.#fieldText(first, field);
  }

  /** The text in the field of the last value: that value, or the end right after it if that reads better. */
  lastText({ end }: Bounds, field = this.field): string {
    if (end === null) return '';
    const last = this.#before(end);
    if (this.type.kind === 'number' && !this.type.integer)
      return this.#fieldText(String(last).length <= String(end).length ? last : end, field);
    const isRound = field !== 'datetime-local' || modulo(BigInt(last) * this.#nsPerTick, NS_PER_SECOND) === 0n;
    return this.#fieldText(isRound ? last : end, field);
  }

  /** The last value inside; null for an open end. */
  last({ end }: Bounds): Key | null {
    return end === null ? null : this.#before(end);
  }

  /** The end of an interval up to a slider's value, which is in ticks and rounded to what the slider can show. */
  endNear(at: number): Key {
    const [least, most] = this.extent ?? [0, 0];
    const step = this.#roundStep((most - least) / SLIDER_STEPS);
    const near = Math.max(least, Math.min(most, Math.round(at / step) * step));
    if (this.isWhole) return BigInt(Math.floor(near)) + 1n;
    // Without the digits that the multiplication adds.
    return nextDouble(Number(near.toPrecision(15)));
  }

  /** The longest round step that is not above `longest`: a power of ten, or a unit of time. */
  #roundStep(longest: number): number {
    if (!(longest > 0)) return 1;
    if (this.type.kind === 'number') {
      const step = 10 ** Math.floor(Math.log10(longest));
      return this.type.integer ? Math.max(1, step) : step;
    }
    const { ticksPerMs } = this.type;
    const step = TIME_STEPS_MS.findLast((ms) => ms * ticksPerMs <= longest);
    return step === undefined ? 1 : step * ticksPerMs;
  }

  /** Both ends as JSON, from which {@link first} and {@link end} read the same bounds. */
  toJson({ first, end }: Bounds, field = this.field): readonly [BoundValue | null, BoundValue | null] {
    return [
      first === null ? null : this.#json(first, field),
      end === null ? null : this.#json(this.#before(end), field),
    ];
  }

  /** A value as users see it. */
  text(value: Key): string {
    return valueText(shownAs(this.type, this.#show), Float64Array.from(this.extent ?? [0, 1]))(Number(value));
  }

  #tick(text: string): Key | null {
    if (!Number.isFinite(Number(text))) return null;
    return this.isWhole ? BigInt(text) : Number(text);
  }

  /** The first value from a number of ticks on: a clause may be of a time when the column had fractions. */
  #at(ticks: number): Key | null {
    if (!Number.isFinite(ticks)) return null;
    return this.isWhole ? BigInt(Math.ceil(ticks)) : ticks;
  }

  #before(value: Key): Key {
    return typeof value === 'bigint' ? value - 1n : -nextDouble(-value);
  }

  #own(number: Key | null): Key | null {
    return number === null || this.isWhole ? number : Number(number);
  }

  #fieldText(value: Key, field: ValueField): string {
    if (this.type.kind === 'number') return this.#rounded(value);
    const ns = BigInt(value) * this.#nsPerTick;
    return field === 'date' ? dayText(ns, this.#show.zone) : clockText(ns, this.#show.zone);
  }

  #rounded(value: Key): string {
    const exact = String(value);
    const [least, most] = this.extent ?? [0, 0];
    if (typeof value === 'bigint' || exact.length <= LONG_TEXT || !(most > least)) return exact;
    const decimals = Math.min(20, Math.max(0, Math.ceil(-Math.log10((most - least) / PIXELS))));
    return String(Number(value.toFixed(decimals)));
  }

  #json(value: Key, field: ValueField): BoundValue {
    if (this.type.kind === 'number')
      return typeof value === 'number' || Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    const ns = BigInt(value) * this.#nsPerTick;
    const isInstant = this.type.isInstant === true;
    const text = field === 'date' ? dayText(ns, this.#show.zone) : fullText(ns) + (isInstant ? 'Z' : '');
    return text === '' || text === 'Z' ? String(value) : text;
  }

  /** A whole number as text is ticks: the JSON of a time in a year that a field can't show. */
  #time(value: unknown): ReadTime | null {
    if (value instanceof Date) value = value.getTime();
    if (typeof value === 'number')
      return Number.isFinite(value) ? { ns: BigInt(Math.round(value)) * 1_000_000n, dayEndsNs: null } : null;
    if (typeof value !== 'string') return null;
    if (WHOLE.test(value)) return { ns: BigInt(value) * this.#nsPerTick, dayEndsNs: null };
    return readTime(value, this.#show.zone);
  }
}

/** A finite number, or one that a text contains; null for anything else. */
function numberOf(value: unknown): Key | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string' && WHOLE.test(value.trim())) return BigInt(value.trim().replace('+', ''));
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function nextDouble(value: number): number {
  return float64Of(float64Key(value) + 1n);
}

function floorDivide(value: bigint, by: bigint): bigint {
  return (value - modulo(value, by)) / by;
}
