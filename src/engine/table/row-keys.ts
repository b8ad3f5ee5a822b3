import type { ColumnLease } from '../columns/column-cache';
import { laneOf, type ColumnMeta } from '../columns/column';
import { keyAt, onlyKey, rangeKeys, valueOf, type Key } from '../columns/keys';
import { PikaError } from '../errors';
import type { Filter } from '../frame/recording';
import type { Category, SelectedRange } from '../grammar/selection-clause';
import { labelFilter } from '../plot/filter/filter-labels';
import { FilterValues } from '../plot/filter/filter-values';
import type { PlotContext } from '../plot/plot-context';
import type { Presentation } from '../scales/presentation';
import type { Relation } from '../source/source';
import { TableColumns } from './table-columns';
import type { TablePlan } from './table-request';

/** The value of a key as JSON: a number, or the text of a label, of a time, or of an integer beyond 2⁵³. */
export type KeyValue = string | number | boolean;

/** An error about the key of rows, which the author may not find among the columns. */
export function ofRowKey(thrown: unknown): PikaError {
  const { code, detail, cause } = PikaError.from(thrown);
  return new PikaError(code, { ...detail, subject: `row-key: ${detail.subject}` }, cause);
}

/** Each selected key is a part of the clause. More rows are what a brush is for. */
const MOST_KEYS = 10_000;
/** Rows whose keys are read at once. */
const MOST_ROWS = 100_000;
/** Without a column of keys, each row is read by itself. */
const MOST_READ_ROWS = 200;
/** More ranges are compared by the database: kernels test them one by one. */
const MOST_KERNEL_RANGES = 16;

/**
 * The values of the key of a table, by which rows are selected: as ranges of a clause, as JSON, and as a kernel filter.
 * Leases the column, or reads the keys of single rows if kernels can't; `dispose` releases it.
 */
export class RowKeys {
  readonly #columns: TableColumns;
  readonly #context: PlotContext;
  readonly #expression: string;
  /** Null if keys are read from the source, as texts. */
  readonly #lease: ColumnLease | null;
  readonly #isFloat: boolean;
  /** Null for labels. */
  readonly #values: FilterValues | null;

  private constructor(columns: TableColumns, context: PlotContext, lease: ColumnLease | null, show: Presentation) {
    this.#columns = columns;
    this.#context = context;
    this.#expression = columns.columns[0]!.expression;
    this.#lease = lease;
    this.#isFloat = columns.columns[0]!.sqlType === 'FLOAT';
    const type = lease?.meta.type;
    this.#values = lease && type && type.kind !== 'category' ? new FilterValues(type, lease.extent, show) : null;
  }

  /** Rejects with plan/unknown-column, or as reading a column does. */
  static async of(context: PlotContext, relation: Relation, plan: TablePlan, key: string): Promise<RowKeys> {
    const ignore = (): void => undefined;
    const asked = { ...plan, columns: [{ expression: key, name: key }], formats: new Map<string, string>() };
    const columns = new TableColumns(context, relation, asked, ignore, ignore);
    try {
      const resident = await columns.resident(0);
      return new RowKeys(columns, context, resident instanceof PikaError ? null : resident, plan.show);
    } catch (thrown) {
      columns.dispose();
      throw thrown;
    }
  }

  /** The key of each of these rows; null for a row without one, which can't be selected. */
  async ofRows(rows: Uint32Array<ArrayBuffer>, signal: AbortSignal): Promise<readonly (SelectedRange | null)[]> {
    const lease = this.#lease;
    if (!lease) {
      const [texts] = await this.#columns.texts(rows, signal);
      return Array.from(rows, (_, i) => this.#label(texts?.[i] ?? null));
    }
    const { meta } = lease;
    const lane = laneOf(meta.encoding);
    const words = await this.#context.backend.readKeys(meta.id, rows);
    const keys = lane === 'f32' ? new Float32Array(words.buffer) : words;
    return Array.from(rows, (_, i) => {
      const key = keyAt(lane, keys, i);
      return key === null ? null : this.#rangeOfKey(meta, key);
    });
  }

  /** The range of a value in JSON; null if no row can have it. */
  parse(value: unknown): SelectedRange | null {
    if (!this.#values) return isKeyValue(value) ? this.#label(String(value)) : null;
    const [first, end] = [this.#values.first(value), this.#values.end(value)];
    if (first === null || end === null) return null;
    if (!this.#values.isWhole) {
      const own = this.#isFloat ? Math.fround(Number(first)) : first;
      return this.#range(own, this.#values.end(own)!);
    }
    // No whole value lies between them if the value is not whole itself.
    return BigInt(end) > BigInt(first) ? this.#range(first, BigInt(first) + 1n) : null;
  }

  /** The value as JSON, from which {@link parse} makes the range of this column; null if it can't have such a value. */
  jsonOf(range: SelectedRange): KeyValue | null {
    if (range.kind === 'category') return range.labels?.[0] ?? null;
    const values = this.#values;
    if (!values) return range.kind === 'time' ? null : (range.ticks?.[0] ?? String(range.lo));
    const isSameTime = values.type.kind !== 'time' || range.ticksPerMs === values.type.ticksPerMs;
    const { ticks, ...withoutTicks } = range;
    const { first } = values.boundsOf(isSameTime && ticks ? range : withoutTicks);
    return values.toJson({ first, end: null })[0];
  }

  /** The filter of rows with one of these keys; null if the database has to compare them. */
  filter(ranges: readonly SelectedRange[]): Filter | null {
    const lease = this.#lease;
    if (!lease) return null;
    if (!this.#values) return labelFilter({ lease }, new Set<Category>(ranges.flatMap(({ labels = [] }) => labels)));
    if (ranges.length > MOST_KERNEL_RANGES) return null;
    const { id, encoding } = lease.meta;
    const filters = ranges.map((range): Filter => {
      const { first, end } = this.#values!.boundsOf(range);
      const keys = rangeKeys(encoding, first ?? -Infinity, end ?? Infinity);
      return [{ kind: 'range', column: id, lane: laneOf(encoding), keys }];
    });
    return filters.length === 1 ? filters[0]! : [{ kind: 'any', of: filters }];
  }

  /** The most keys that can be selected. */
  get mostKeys(): number {
    return this.#lease ? MOST_KEYS : MOST_READ_ROWS;
  }

  /** The most rows that can be selected at once: several may have one key. */
  get mostRows(): number {
    return this.#lease ? MOST_ROWS : MOST_READ_ROWS;
  }

  dispose(): void {
    this.#columns.dispose();
  }

  #rangeOfKey({ encoding, type }: ColumnMeta, key: Key): SelectedRange | null {
    if (type.kind === 'category') return this.#label(type.labels[valueOf(encoding, key)] ?? null);
    const [lo, hi] = onlyKey(encoding, key);
    return Number.isFinite(Number(lo)) ? this.#range(lo, hi) : null;
  }

  #range(lo: Key, hi: Key): SelectedRange {
    const { type } = this.#values!;
    const perUnit = type.kind === 'time' ? type.ticksPerMs : 1;
    return {
      channel: 'key',
      expression: this.#expression,
      kind: type.kind === 'time' ? 'time' : type.integer ? 'integer' : 'number',
      lo: Number(lo) / perUnit,
      hi: Number(hi) / perUnit,
      ...(this.#values!.isWhole && { ticks: [String(lo), String(hi)] as const }),
      ...(type.kind === 'time' && { ticksPerMs: type.ticksPerMs }),
    };
  }

  #label(label: string | null): SelectedRange | null {
    if (label === null) return null;
    return { channel: 'key', expression: this.#expression, kind: 'category', lo: 0, hi: 1, labels: [label] };
  }
}

function isKeyValue(value: unknown): value is KeyValue | bigint {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}
