import type { CountAxis } from '../../sql/dimension-sql';
import { PikaError } from '../../errors';
import { abortedError, throwIfAborted } from '../../abort';
import type { Rows, RowsOptions } from '../../rows/rows';
import { measureExpressions } from '../../grammar/measure';
import type { ExpressionChecks } from '../expression-checks';
import { fieldNamed, notScalar } from '../field-named';
import type { Database } from '../database';
import { lostTable } from '../duckdb/user-tables';
import { IN_DATABASE, NO_COLUMNS } from '../parts-on-demand';
import { SharedTask } from '../shared-task';
import { MAX_SORTED_ROWS, tableOfColumns } from '../row-table';
import type { QueriedTable } from '../queried-table';
import type {
  CountOptions,
  Field,
  GroupRequest,
  GroupTable,
  MeasuredColumn,
  Progress,
  Relation,
  RequestOptions,
  RowRequest,
  RowTable,
  RowValue,
  SourceColumn,
  SourceNote,
} from '../source';
import { unreadableColumn, unreadableIn } from '../../rows/unreadable-column';
import { quoteName, tokenize } from '../../sql/sql-tokens';
import { retryOnRestart } from '../duckdb/retry-on-restart';

export interface LoadedRelationParts {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly rowCount: number;
  /** Reads plain columns without the database; null if that is impossible. */
  readonly plain: PlainColumns | null;
  readonly rows: Rows;
  readonly database: Database;
  readonly finished?: Promise<void>;
  readonly notes?: readonly SourceNote[];
  readonly isCsv?: boolean;
  /**
   * Makes the table of this name in the database, with at least these columns. Throws rows/unreadable-column for a
   * column that it can't include.
   */
  readonly makeTable: (names: readonly string[], options: Required<RequestOptions>) => Promise<void>;
  /** The database epoch in which the table was made; null if it was not made yet. */
  readonly tableEpoch: number | null;
}

/** Reads columns by name, straight from the file or from memory. */
export interface PlainColumns {
  read(names: readonly string[], options: RowsOptions): Promise<SourceColumn[]>;
  row(number: number, options: RowsOptions): Promise<readonly (string | null)[]>;
  /** Frees resources kept for reading. */
  close(): void;
}

/** A table in the database, complete or being made. */
interface Table {
  readonly epoch: number;
  readonly columns: ReadonlySet<string>;
  readonly task: SharedTask<void>;
  /** The table in use until this one is complete, and afterwards if making it fails. */
  before: Table | null;
}

/** A relation whose columns come from its file if possible, and otherwise from its table in the database. */
export class LoadedRelation implements Relation {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly rowCount: number;
  readonly finished?: Promise<void>;
  readonly notes: readonly SourceNote[];
  readonly isCsv: boolean;
  /** Makes the tables of other queries that some SQL reads; set by the catalog. */
  ensureOthers: ((sql: string, own: string, options: RequestOptions) => Promise<void>) | null = null;
  readonly #parts: LoadedRelationParts;
  #table: Table | null;
  /** The epoch of the last complete table; if it can't be remade in a later epoch, its rows are lost. */
  #madeIn: number | null;
  #isStale = false;
  #warned = false;
  /** Created with the first request to the database. */
  #checks: ExpressionChecks | null = null;
  /** The newest request of each key of which latest wins. */
  readonly #newest = new Map<string, object>();
  /** Columns left out of the table because they can't be read, with the reason. */
  readonly #unreadable = new Map<string, PikaError>();

  constructor(parts: LoadedRelationParts) {
    this.#parts = parts;
    ({
      name: this.name,
      fields: this.fields,
      rowCount: this.rowCount,
      notes: this.notes = [],
      isCsv: this.isCsv = false,
    } = parts);
    if (parts.finished) this.finished = parts.finished;
    for (const { name, unreadable } of parts.fields)
      if (unreadable !== undefined) this.#unreadable.set(name, unreadableColumn(name, parts.name, unreadable));
    this.#madeIn = parts.tableEpoch;
    this.#table =
      parts.tableEpoch === null
        ? null
        : {
            epoch: parts.tableEpoch,
            columns: this.#allColumns,
            task: new SharedTask('table', () => Promise.resolve()),
            before: null,
          };
  }

  async columns(expressions: readonly string[], options: RequestOptions = {}): Promise<SourceColumn[]> {
    this.#requireCurrent();
    throwIfAborted(options.signal, `query "${this.name}"`);
    // An empty array defines no columns: accept any name, and return empty columns.
    if (this.fields.length === 0)
      return expressions.map(() => ({
        rows: 0,
        encoding: { kind: 'f32' },
        type: { kind: 'number', integer: false },
        pages: [],
      }));
    // Look up all names first, so that a wrong one fails before any work.
    const fields = expressions.map((expression) => fieldNamed(expression, this.fields, this.name));
    const inFile = (i: number): boolean => this.#parts.plain !== null && fields[i] !== null;
    const indices = expressions.map((_, i) => i);
    const fromFile = indices.filter(inFile);
    const fromTable = indices.filter((i) => !inFile(i));
    // Two workers: the file is read while the database computes.
    const [read, computed] = await Promise.all([
      fromFile.length > 0
        ? this.#readColumns(
            fromFile.map((i) => fields[i]!.name),
            options,
          )
        : [],
      fromTable.length > 0
        ? this.#computeColumns(
            fromTable.map((i) => expressions[i]!),
            options,
          )
        : [],
    ]);
    return indices.map((i) => (inFile(i) ? read[fromFile.indexOf(i)]! : computed[fromTable.indexOf(i)]!));
  }

  async row(number: number, options: RequestOptions = {}): Promise<readonly RowValue[]> {
    this.#requireCurrent();
    throwIfAborted(options.signal, `query "${this.name}"`);
    if (!(Number.isSafeInteger(number) && number >= 0 && number < this.rowCount)) {
      throw new PikaError('source/bad-parameter', {
        subject: `row of query "${this.name}"`,
        expected: `a whole number below ${this.rowCount.toLocaleString('en')}`,
        found: String(number),
        next: 'Rows are numbered from 0.',
      });
    }
    const { plain } = this.#parts;
    const texts = await (plain ? plain.row(number, rowsOptions(options)) : this.#rowOfTable(number, options));
    return this.fields.map((field, i) => ({ ...field, text: texts[i]! }));
  }

  async measure(expressions: readonly string[], options: CountOptions = {}): Promise<MeasuredColumn[]> {
    if (this.fields.length === 0) return (await NO_COLUMNS.load()).measuredWithoutColumns(expressions);
    return this.#whileCurrent(expressions, options, async (table) =>
      (await IN_DATABASE.load()).measureColumns(table, expressions, options),
    );
  }

  async counts(
    axes: readonly CountAxis[],
    where: readonly string[],
    options: CountOptions = {},
  ): Promise<Uint32Array<ArrayBuffer>> {
    const request: GroupRequest = { dimensions: axes, measures: [{ op: 'count' }], where };
    const { rows, bins, measures } = await this.#groups(request, options, Infinity);
    const widths = axes.map(({ edges }) => edges.length - 1);
    const counts = new Uint32Array(widths.reduce((product, width) => product * width, 1));
    for (let group = 0; group < rows; group++) {
      const cell = bins.reduceRight((index, ofAxis, axis) => index * widths[axis]! + ofAxis[group]!, 0);
      counts[cell] = measures[0]!.values[group]!;
    }
    return counts;
  }

  groups(request: GroupRequest, options: CountOptions = {}): Promise<GroupTable> {
    return this.#groups(request, options);
  }

  async #groups(request: GroupRequest, options: CountOptions, mostGroups?: number): Promise<GroupTable> {
    const { dimensions, measures, where } = request;
    if (this.fields.length === 0) return (await NO_COLUMNS.load()).groupsWithoutColumns(request);
    const expressions = [
      ...dimensions.map(({ expression }) => expression),
      ...measures.flatMap(measureExpressions),
      ...where,
    ];
    return this.#latest(options.replaces, (isLatest) =>
      this.#whileCurrent(expressions, options, async (table) =>
        (await IN_DATABASE.load()).groupRows(table, request, { ...options, isLatest }, mostGroups),
      ),
    );
  }

  async table(request: RowRequest, options: CountOptions = {}): Promise<RowTable> {
    const { expressions, where, sort = [], limit } = request;
    requireLimit(limit, this.name);
    const read = [...expressions, ...sort.map(({ expression }) => expression)];
    // Look up all names first, so that a wrong one fails before any work.
    const names = this.fields.length === 0 ? [] : read.map((text) => fieldNamed(text, this.fields, this.name));
    const isPlain = this.#parts.plain !== null && names.every((field) => field !== null);
    const withoutDatabase =
      this.fields.length === 0 ||
      (isPlain && where.length === 0 && (sort.length === 0 || this.rowCount <= MAX_SORTED_ROWS));
    return this.#latest(options.replaces, async (isLatest) => {
      if (!withoutDatabase)
        return this.#whileCurrent([...read, ...where], options, async (table) =>
          (await IN_DATABASE.load()).selectRows(table, request, { ...options, isLatest }),
        );
      const columns = await this.columns(read, options.signal ? { signal: options.signal } : {});
      this.#requireCurrent();
      return tableOfColumns(columns, request, this.rowCount);
    });
  }

  /**
   * Runs `work`, which can ask whether a newer request with the same key was made. Throws source/aborted if so.
   */
  async #latest<T>(key: string | undefined, work: (isLatest: () => boolean) => Promise<T>): Promise<T> {
    if (key === undefined) return work(() => true);
    const request = {};
    const isLatest = (): boolean => this.#newest.get(key) === request;
    this.#newest.set(key, request);
    try {
      const answer = await work(isLatest);
      if (!isLatest()) throw abortedError(`query "${this.name}"`);
      return answer;
    } finally {
      if (isLatest()) this.#newest.delete(key);
    }
  }

  /**
   * Runs `work` on the table, which has the columns named in the expressions. Throws if another relation took the name
   * meanwhile, as its table then replaced this one.
   */
  async #whileCurrent<T>(
    expressions: readonly string[],
    { signal }: CountOptions,
    work: (table: QueriedTable) => Promise<T>,
  ): Promise<T> {
    const { name, rowCount } = this;
    const { rows, database } = this.#parts;
    const checks = await this.#checked();
    const table = { name, rowCount, rows, database, hasRowid: this.#hasRowid, checks };
    try {
      return await retryOnRestart(
        database,
        () => this.#ensureTablesOf(expressions, signal ? { signal } : {}),
        () => {
          this.#requireCurrent();
          return work(table);
        },
      );
    } finally {
      this.#requireCurrent();
    }
  }

  async #checked(): Promise<ExpressionChecks> {
    const { ExpressionChecks } = await IN_DATABASE.load();
    this.#checks ??= new ExpressionChecks(this.name, this.fields, this.#parts.database);
    return this.#checks;
  }

  /** A column named rowid hides DuckDB's. */
  get #hasRowid(): boolean {
    return this.fields.some(({ name }) => name.toLowerCase() === 'rowid');
  }

  /** Makes the table with the columns named in expressions, and the tables of other queries read by subqueries. */
  async #ensureTablesOf(expressions: readonly string[], options: RequestOptions): Promise<void> {
    const named = this.columnsNamedIn(expressions);
    await Promise.all([
      this.ensureTable(options, named),
      this.ensureOthers?.(`SELECT ${expressions.join(', ')}`, this.name, options),
    ]);
    // Expressions over all columns work without the unreadable ones.
    if (named.size === this.fields.length && named.size > 1) return;
    for (const name of named) if (this.#unreadable.has(name)) throw this.#unreadable.get(name)!;
  }

  /** Resolves when the database has a table with this relation's name and at least these columns (default: all). */
  async ensureTable(options: RequestOptions = {}, asked: ReadonlySet<string> = this.#allColumns): Promise<void> {
    this.#requireCurrent();
    const wanted = new Set([...asked].filter((name) => !this.#unreadable.has(name)));
    const { epoch } = this.#parts.database;
    let before = this.#table;
    while (before && (before.epoch !== epoch || before.task.aborted)) ({ before } = before);
    const existing = before;
    if (!existing || [...wanted].some((name) => !existing.columns.has(name))) {
      // Columns are only added, so answers being computed from the table stay correct.
      this.#table = this.#makeTable(
        epoch,
        this.#readable.filter((name) => wanted.has(name) || existing?.columns.has(name)),
        existing,
      );
    } else {
      this.#table = existing;
    }
    await this.#table!.task.wait(options);
  }

  #makeTable(epoch: number, names: readonly string[], before: Table | null): Table {
    const again = this.#madeIn !== null && this.#madeIn !== epoch;
    const made: Table = {
      epoch,
      before,
      columns: new Set(names),
      task: new SharedTask(`query "${this.name}"`, async (options) => {
        try {
          await this.#makeWithout(names, options);
          if (again) await this.#requireSameRows(options);
          this.#madeIn = epoch;
          made.before = null;
        } catch (thrown) {
          if (this.#table === made) this.#table = made.before;
          throw again ? lostRows(this.name, thrown) : thrown;
        }
      }),
    };
    return made;
  }

  /** Makes the table. If a column turns out to be unreadable, makes it again without that column. */
  async #makeWithout(names: readonly string[], options: Required<RequestOptions>): Promise<void> {
    for (;;) {
      if (this.fields.length === 0)
        return (await NO_COLUMNS.load()).makeTableWithoutColumns(this.name, this.#parts.database, options);
      const readable = names.filter((name) => !this.#unreadable.has(name));
      // A table needs at least one column.
      const [first] = readable.length > 0 ? readable : this.#readable;
      if (first === undefined) throw [...this.#unreadable.values()][0]!;
      try {
        await this.#parts.makeTable(readable.length > 0 ? readable : [first], options);
        return this.#warnOfMissing();
      } catch (thrown) {
        const column = unreadableIn(thrown);
        if (column === null || this.#unreadable.has(column)) throw thrown;
        this.#unreadable.set(column, thrown as PikaError);
      }
    }
  }

  /** Warns once, because `SELECT *` silently omits these columns. */
  #warnOfMissing(): void {
    if (this.#warned || this.#unreadable.size === 0) return;
    this.#warned = true;
    const missing = [...this.#unreadable].map(([name, { detail }]) => `"${name}" (${detail.found})`).join(', ');
    console.warn(
      `[pika rows/unreadable-column] query "${this.name}": ${missing} can't be read. SQL does not know these columns, and * omits them.`,
    );
  }

  get #readable(): string[] {
    return this.fields.map(({ name }) => name).filter((name) => !this.#unreadable.has(name));
  }

  /** Why the database lacks a column of this relation; null if it has the column. */
  unreadableColumn(name: string): PikaError | null {
    return [...this.#unreadable].find(([column]) => column.toLowerCase() === name.toLowerCase())?.[1] ?? null;
  }

  /** Throws if a remade table has another row count: plots already show the earlier rows. */
  async #requireSameRows({ signal }: Required<RequestOptions>): Promise<void> {
    const { database } = this.#parts;
    const { countOf } = await IN_DATABASE.load();
    const rowCount = countOf(
      await database.run(`SELECT count(*) FROM ${quoteName(this.name)}`, { signal, subject: `query "${this.name}"` }),
    );
    if (rowCount === this.rowCount) return;
    const [before, now] = [this.rowCount, rowCount].map((count) => count.toLocaleString('en'));
    throw lostTable(
      `query "${this.name}"`,
      `the same ${before} rows after the database was restarted`,
      `${now} rows instead of ${before}`,
      'Reload the page, or define the query again, to draw the current rows.',
    );
  }

  /** The name was redefined or removed since: what was loaded from this relation is obsolete. */
  get isStale(): boolean {
    return this.#isStale;
  }

  get #allColumns(): ReadonlySet<string> {
    return new Set(this.fields.map(({ name }) => name));
  }

  /**
   * The columns named in expressions. Loading only these saves most of the time of a first expression. A word that is
   * not meant as a column may add one needlessly; an expression that refers to the row or to all columns adds all.
   */
  columnsNamedIn(expressions: readonly string[]): ReadonlySet<string> {
    const named = new Set<string>();
    for (const expression of expressions) {
      for (const { kind, text } of tokenize(expression)) {
        const key = text.toLowerCase();
        if (kind !== 'word' && kind !== 'quoted') continue;
        if (text === 'COLUMNS' || text === 'SELECT' || text === 'FROM' || key === this.name.toLowerCase())
          return this.#allColumns;
        for (const { name } of this.fields) if (name.toLowerCase() === key) named.add(name);
      }
    }
    // A table needs at least one column.
    const [first] = this.#readable;
    if (named.size === 0 && first !== undefined) named.add(first);
    return named;
  }

  /**
   * Called when the definition changed or was removed. Frees the file, and drops the table unless another relation may
   * own it by now. Later requests fail with source/aborted.
   */
  invalidate(keepTable = false): void {
    if (this.#isStale) return;
    this.#isStale = true;
    const { plain, database } = this.#parts;
    plain?.close();
    if (!this.#table) return;
    this.#table.task.abort();
    if (!keepTable && this.#table.epoch === database.epoch) {
      database
        .run(`DROP TABLE IF EXISTS ${quoteName(this.name)}`, { subject: `query "${this.name}"`, writes: true })
        .catch(() => undefined);
    }
  }

  #requireCurrent(): void {
    if (!this.#isStale) return;
    throw new PikaError('source/aborted', {
      subject: `query "${this.name}"`,
      expected: 'the relation as it was opened',
      found: 'that it was redefined or removed',
      next: 'Open it again.',
    });
  }

  #readColumns(names: readonly string[], options: RequestOptions): Promise<SourceColumn[]> {
    return this.#parts.plain!.read(names, rowsOptions(options));
  }

  /** Tables are only replaced, never changed, so rowid is the row's number. */
  async #rowOfTable(number: number, options: RequestOptions): Promise<readonly (string | null)[]> {
    await this.ensureTable(options);
    const texts = this.fields.map(({ name }, i) => `CAST(${quoteName(name)} AS VARCHAR) AS c${i}`).join(', ');
    const sql = `SELECT ${texts} FROM ${quoteName(this.name)} WHERE rowid = ${number}`;
    const { rowOfTexts } = await IN_DATABASE.load();
    return rowOfTexts(
      await this.#parts.database.run(sql, {
        signal: options.signal,
        subject: `row ${number} of query "${this.name}"`,
        priority: 'interactive',
      }),
    );
  }

  async #computeColumns(expressions: readonly string[], options: RequestOptions): Promise<SourceColumn[]> {
    const { database, rows } = this.#parts;
    const { signal, onProgress } = options;
    const subject =
      expressions.length === 1
        ? `expression "${expressions[0]}" of query "${this.name}"`
        : `expressions of query "${this.name}"`;
    const columns = await retryOnRestart(
      database,
      () => this.#ensureTablesOf(expressions, options),
      async () => {
        const checks = await this.#checked();
        const selected: string[] = [];
        for (const [i, expression] of expressions.entries())
          selected.push(`${await checks.readable(expression, { signal })} AS c${i}`);
        this.#requireCurrent();
        onProgress?.({ stage: 'query', done: 0, total: this.rowCount, unit: 'rows' });
        const { name: table, rowCount } = this;
        const read = { columns: selected.join(', '), table, rowCount, hasRowid: this.#hasRowid };
        // The rows worker encodes rows while the database computes the next ones.
        return rows.columnsFromIpc(
          (take) => database.readTable(read, take, { signal, onProgress, subject }),
          this.name,
          expressions,
          { expectedRows: this.rowCount, ...(signal && { signal }) },
        );
      },
    );
    for (const { rows: found } of columns) {
      if (found !== this.rowCount)
        throw notScalar(subject, `${found.toLocaleString('en')} values for ${this.rowCount.toLocaleString('en')} rows`);
    }
    return columns;
  }
}

function requireLimit(limit: number, query: string): void {
  if (Number.isSafeInteger(limit) && limit >= 0) return;
  throw new PikaError('source/bad-parameter', {
    subject: `limit for query "${query}"`,
    expected: 'a whole number of rows',
    found: String(limit),
    next: 'Pass the most rows that you can draw.',
  });
}

/** Wraps an error about the rows: they can't be reloaded. Returns other errors (abort, database) unchanged. */
function lostRows(name: string, thrown: unknown): unknown {
  if (
    !(thrown instanceof PikaError) ||
    ['source/aborted', 'source/database', 'source/table-lost'].includes(thrown.code)
  )
    return thrown;
  const { subject, found, next } = thrown.detail;
  return lostTable(
    `query "${name}"`,
    'the same rows after the database was restarted',
    `an error of ${subject}: ${found}`,
    next,
    thrown,
  );
}

function rowsOptions({ signal, onProgress }: RequestOptions): RowsOptions {
  return {
    ...(signal && { signal }),
    ...(onProgress && {
      onProgress: (done: number, total: number) =>
        onProgress({ stage: 'read', done, total, unit: 'rows' } satisfies Progress),
    }),
  };
}
