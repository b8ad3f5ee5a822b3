import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  OnDemand,
  PikaError,
  pageEngine,
  type ArrowModule,
  type FileSource,
  type Progress,
  type QueryDefinition,
  type QueryRows,
  type ReadOptions,
  type Relation,
  type CsvOptions,
  type ResultOptions,
  type Results,
  type SqlParameters,
  type FileOptions,
} from '../../engine/index';
import { errorPanel, errorStyles } from '../error-panel';
import type { AttributeUse } from '../controllers/attribute-controller';
import { SelectionNamesController } from '../controllers/selection-names-controller';
import { PikaElement } from '../pika-element';
import { noteQuery } from '../query-notes';
import { setQueryTimeZone } from '../query-time-zones';
import type { dropBoxOf } from './drop-box';
import type { DownloadRowsOptions } from './download-rows';
import { RegisteredQuery } from './registered-query';

const FILES = new OnDemand('the code for files', () => import('./query-files'));
/** Time for plots to appear that show the query's error, and for scripts to assign its data. */
const REPORT_AFTER_MS = 2000;

const READ_OPTION_NAMES = [
  'format',
  'encoding',
  'delimiter',
  'header',
  'quote',
  'escape',
  'comment',
  'nullstr',
  'skip',
  'dateformat',
  'timestampformat',
  'decimalSeparator',
  'thousands',
  'types',
  'allVarchar',
  'sampleSize',
  'nullPadding',
  'strictMode',
  'maxLineSize',
  'timeout',
] as const satisfies readonly (keyof ReadOptions)[];
/** Those that are true or false. */
const TRUTHS: readonly string[] = ['header', 'allVarchar', 'nullPadding', 'strictMode'];
const CSV_OPTION_NAMES = READ_OPTION_NAMES.filter(
  (name) => name !== 'format' && name !== 'encoding' && name !== 'timeout',
);
/** The sources of rows, mutually exclusive. */
const ROW_SOURCES = ['src', 'sql', 'data'] as const;
const DEFINING = ['name', 'src', 'sql', ...READ_OPTION_NAMES] as const;

/** Details of a query's events. */
export interface PikaQueryEvents {
  'pika-ready': { readonly rows: number; readonly columns: readonly string[] };
  'pika-progress': Progress;
  'pika-error': PikaError;
}

/**
 * Names a set of rows that plots can be drawn `from`: a file, or SQL over the other queries of the page.
 *
 * ```html
 * <pika-query name="flights" src="flights.parquet"></pika-query>
 * <pika-query name="late" sql="SELECT *, hour(date) AS hour FROM flights WHERE delay > 0"></pika-query>
 * ```
 * It shows nothing, except an error that no plot shows, or, with the attribute `drop`, a box to drop or choose files,
 * which become its `src`.
 *
 * @tag pika-query
 * @attr {string} name - the name that plots and other queries use
 * @attr {string} src - URLs of Parquet, Arrow, CSV, TSV, JSON or NDJSON files, gzipped or not, relative to the page;
 *   several, separated by spaces or commas, are one table. The property also takes a File, Blob, ArrayBuffer or typed
 *   array, or an array of these
 * @attr {boolean} drop - shows a box to drop or choose files
 * @attr {"parquet"|"arrow"|"json"|"ndjson"|"csv"|"tsv"} format - format of the files, if their bytes do not
 *   determine it
 * @attr {string} encoding - CSV, JSON: e.g. windows-1252, latin-1, utf-16, shift_jis; a byte order mark is detected
 * @attr {string} delimiter - CSV: separator of values, e.g. a semicolon, or \t, \x01; detected by default, like all CSV
 *   options
 * @attr {"true"|"false"} header - CSV: "true" or "false", whether the first line holds names
 * @attr {string} quote - CSV: the quotation mark; empty if nothing is quoted
 * @attr {string} escape - CSV: the character that escapes a quotation mark inside quotes
 * @attr {string} comment - CSV: the character that starts a comment line
 * @attr {string|string[]} nullstr - CSV: the strings that mean NULL, separated by commas, or a JSON array; ",NA": empty
 *   or NA
 * @attr {string|number} skip - CSV: number of lines to skip at the top
 * @attr {string} dateformat - CSV: as in strptime, e.g. %d.%m.%Y
 * @attr {string} timestampformat - CSV: as in strptime, e.g. %d.%m.%Y %H:%M
 * @attr {string} decimal-separator - CSV: a point or a comma
 * @attr {string} thousands - CSV: separator of thousands, e.g. a comma
 * @attr {string} types - CSV: DuckDB types of columns, e.g. "zip: VARCHAR, price: DECIMAL(10, 2)"
 * @attr {"true"|"false"} all-varchar - CSV: read every column as text, except those in `types`
 * @attr {string|number} sample-size - CSV: number of rows to detect types from, or "all"; default: the first 20,480, or
 *   all if later rows do not fit
 * @attr {"true"|"false"} null-padding - CSV: "true" fills short lines with NULL
 * @attr {"true"|"false"} strict-mode - CSV: "false" also accepts lines that are not valid CSV, e.g. with mixed line
 *   ends
 * @attr {string|number} max-line-size - CSV: maximum bytes of a line; default 2000000
 * @attr {string|number} timeout - seconds without data after which a download fails; default 30
 * @attr {string} sql - DuckDB SQL; other queries are tables with their names
 * @attr {object} params - values of the $names in the SQL, as JSON: numbers, strings, booleans, null; the property also
 *   takes Date, bigint and lists
 * @attr {"utc"|"local"|string} time-zone - time zone in which plots show its times: `utc`, `local` or a name such as
 *   `Europe/Vienna`; default: that of the page, or else UTC. Values and SQL stay as they are
 * @prop {QueryRows} data - rows in memory: an Arrow table, Arrow IPC bytes, an array of objects, an object of
 *   arrays, or an async iterable of these
 * @csspart drop - the box for files
 * @fires {CustomEvent<{rows: number, columns: string[]}>} pika-ready - the rows can be drawn
 * @fires {CustomEvent<Progress>} pika-progress - progress of loading; the last one, just before pika-ready, reports
 *   completion
 * @fires {CustomEvent<PikaError>} pika-error - loading failed, or no source of rows was set within two seconds
 */
export class PikaQuery extends PikaElement<PikaQueryEvents> {
  static override properties = {
    name: { type: String, reflect: true },
    src: { type: String, toText: null },
    sql: { type: String },
    params: { type: Object },
    timeZone: { type: String, attribute: 'time-zone' },
    // Assigning the same array again means that its content changed.
    data: { attribute: false, hasChanged: () => true },
    drop: { type: Boolean, reflect: true },
    ...Object.fromEntries(
      READ_OPTION_NAMES.map((name) => [
        name,
        {
          type: String,
          attribute: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
          toText: (value: unknown) =>
            Array.isArray(value) || (typeof value === 'boolean' && TRUTHS.includes(name))
              ? JSON.stringify(value)
              : undefined,
        },
      ]),
    ),
    error: { state: true },
  };

  static override styles = [
    errorStyles,
    css`
    :host { display: none; font: 13px/1.45 system-ui, sans-serif; }
    :host([data-failed]), :host([drop]) { display: block; }
    :host([drop]) { min-height: 80px; }
  `,
  ];

  declare name: string | null;
  declare src: FileSource | readonly FileSource[] | null;
  declare sql: string | null;
  declare params: SqlParameters | null;
  declare data: QueryRows | null;
  declare drop: boolean;
  declare timeZone: string | null;
  declare format: string | null;
  declare encoding: string | null;
  declare delimiter: string | null;
  declare header: string | null;
  declare quote: string | null;
  declare escape: string | null;
  declare comment: string | null;
  declare nullstr: string | null;
  declare skip: string | null;
  declare dateformat: string | null;
  declare timestampformat: string | null;
  declare decimalSeparator: string | null;
  declare thousands: string | null;
  declare types: string | null;
  declare allVarchar: string | null;
  declare sampleSize: string | null;
  declare nullPadding: string | null;
  declare strictMode: string | null;
  declare maxLineSize: string | null;
  declare timeout: string | null;
  declare error: PikaError | null;
  /** Null before the rows are loaded. */
  #isCsv: boolean | null = null;
  /** Whether another query has the name, and still has it after a while. */
  #isRefused = false;
  #dropBox: ReturnType<typeof dropBoxOf> | null = null;
  /** Timer of {@link PikaQuery.#expect}. */
  #late: ReturnType<typeof setTimeout> | undefined;
  readonly #registered = new RegisteredQuery(this, {
    loading: () => {
      this.#isCsv = null;
      this.#fail(null);
    },
    progress: (progress) => this.fire('pika-progress', progress),
    ready: ({ rowCount, fields, notes, isCsv }) => {
      this.#isCsv = isCsv;
      this.attributeCheck.check();
      for (const { text } of notes) console.warn(`[pika] query "${this.name}": ${text}.`);
      this.fire('pika-ready', { rows: rowCount, columns: fields.map(({ name }) => name) });
    },
    failed: (error, partial) => this.#fail(error, partial),
  });

  constructor() {
    super();
    new SelectionNamesController(this, () => ({ declared: this.name }));
    this.name = null;
    this.src = null;
    this.sql = null;
    this.params = null;
    this.data = null;
    this.drop = false;
    this.timeZone = null;
    for (const name of READ_OPTION_NAMES) this[name] = null;
    this.error = null;
  }

  /**
   * Resolves when the rows can be drawn; rejects with the PikaError that the element shows. While no source of rows is
   * set, it waits: for a file chosen in the box, or two seconds for a script.
   */
  get ready(): Promise<Relation> {
    return this.#whenReady();
  }

  async #whenReady(): Promise<Relation> {
    await this.updateComplete;
    const relation = await this.#registered.relation;
    if (relation) return relation;
    if (this.error) throw this.error;
    await this.#nextOutcome();
    return this.#whenReady();
  }

  /** The rows as an Arrow IPC stream, which every Arrow library reads. */
  toIPC(options?: ResultOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#result((results, name) => results.toIPC(name, options));
  }

  /** The rows as a Table of the caller's apache-arrow: `toArrow(arrow)`, or `toArrow(tableFromIPC)`. */
  toArrow<Table>(arrow: ArrowModule<Table>, options?: ResultOptions): Promise<Table> {
    return this.#result((results, name) => results.toArrow(name, arrow, options));
  }

  /** The rows as plain objects. A column with integers beyond 2⁵³ has bigints. */
  toArray(options?: ResultOptions): Promise<Record<string, unknown>[]> {
    return this.#result((results, name) => results.toArray(name, options));
  }

  /** The rows as CSV with a header, by default in a form that DuckDB reads back unchanged. */
  toCSV(options?: CsvOptions): Promise<string> {
    return this.#result((results, name) => results.toCSV(name, options));
  }

  /** The rows as a Parquet file. */
  toParquet(options?: ResultOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#result((results, name) => results.toParquet(name, options));
  }

  /**
   * The rows as a file, in chunks that are made as they are read, so that a file of any size takes little memory:
   * `query.toStream({ type: 'parquet' }).pipeTo(file)`. The options are those of the type. They are the rows of the
   * moment in which reading begins, even if the query changes meanwhile. Cancel the stream if you stop reading it.
   */
  toStream(options: FileOptions): ReadableStream<Uint8Array<ArrayBuffer>> {
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
    this.#result((results, name) => results.toStream(name, options))
      .then((rows) => rows.pipeTo(writable))
      .catch((thrown: unknown) => writable.abort(thrown));
    return readable;
  }

  /**
   * Saves the rows as a file, chunk by chunk: `query.download({ type: 'csv', name: 'flights' })`. Called when the user
   * presses something, Chromium asks where; other browsers save it with their downloads. Resolves when it is written,
   * or the user has canceled.
   */
  async download(options: DownloadRowsOptions): Promise<void> {
    return (await FILES.load()).downloadRows(this, options);
  }

  /** Waits until the query is ready; rejects with the error that it shows. */
  async #result<T>(take: (results: Results, name: string) => Promise<T>): Promise<T> {
    const { name } = await this.#whenReady();
    return take(pageEngine().results, name);
  }

  protected override joined(): void {
    if (this.hasUpdated) this.requestUpdate();
    if (this.hasUpdated && !this.#registered.isHeld) this.#define();
  }

  /** An element that is only moved is connected again in the same task; it keeps its rows. */
  protected override left(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      clearTimeout(this.#late);
      noteQuery(this, '', []);
      setQueryTimeZone(this, '', null);
      this.#registered.remove();
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (this.drop && !this.#dropBox) void this.#loadDropBox();
    if (this.isConnected) setQueryTimeZone(this, this.name?.trim() ?? '', this.timeZone?.trim() || null);
    const given = (name: 'data' | 'params'): boolean => changed.has(name) && (this[name] ?? changed.get(name)) != null;
    const dropped = changed.has('drop') && this.#givenSources().length === 0;
    const refused = this.isRefusalIn(changed);
    if (
      refused ||
      DEFINING.some((name) => changed.has(name)) ||
      dropped ||
      given('data') ||
      (given('params') && this.sql)
    )
      this.#define();
  }

  protected override attributeUse(): AttributeUse {
    const { known } = super.attributeUse();
    const [source, ...others] = this.#givenSources();
    const unused =
      source === undefined || others.length > 0
        ? []
        : [...(source === 'src' ? [] : READ_OPTION_NAMES), ...(source === 'sql' ? [] : ['params'])];
    const attributeOf = (name: string): string => String(PikaQuery.elementProperties.get(name)?.attribute ?? name);
    const reason = source === 'data' ? 'with the property "data"' : `with the attribute "${source}"`;
    const otherFile = source === 'src' && this.#isCsv === false ? CSV_OPTION_NAMES : [];
    return {
      known,
      unused: Object.fromEntries([
        ...otherFile.map((name) => [attributeOf(name), 'with a file that is not CSV']),
        ...unused.map((name) => [attributeOf(name), reason]),
      ]),
    };
  }

  /** Plots of the query show the notes. */
  protected override noted(notes: readonly string[]): void {
    this.notes = notes;
    this.#noteOnPlots();
  }

  #noteOnPlots(): void {
    const name = this.name?.trim() ?? '';
    const refused =
      `Another <pika-query name="${name}"> was refused. ` + 'This plot draws the rows of the first: rename one.';
    noteQuery(this, name, this.#isRefused ? [...this.notes, refused] : this.notes);
  }

  async #loadDropBox(): Promise<void> {
    const { dropBoxOf, dropStyles } = await FILES.load();
    if (!this.#dropBox) this.wear([dropStyles]);
    this.#dropBox ??= dropBoxOf(this);
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const box = this.drop && this.#dropBox ? this.#dropBox(this.src, (files) => (this.src = files)) : nothing;
    return html`${box}${this.error ? errorPanel(this.error) : nothing}`;
  }

  #givenSources(): (typeof ROW_SOURCES)[number][] {
    return ROW_SOURCES.filter((source) => {
      const value = this[source];
      return typeof value === 'string' ? value.trim() !== '' : value != null;
    });
  }

  #define(): void {
    // Changes made while it is off the page take effect when it is back.
    if (!this.isConnected) return;
    this.attributeCheck.check();
    this.#isRefused = false;
    this.#noteOnPlots();
    const [name, given] = [this.name?.trim(), this.#givenSources()];
    try {
      const error = this.propertyError ?? (name && given.length > 1 ? missingSource(name, given) : null);
      // Takes the name first: another query may have it.
      if (name && error) this.#registered.expect(name, 'script');
      if (error) throw error;
      if (name && given.length === 0) this.#expect(name);
      else this.#registered.define(this.#definition(name, given));
    } catch (thrown) {
      const error = PikaError.from(thrown);
      const isTaken = error.code === 'source/duplicate-name';
      if (name && !isTaken && this.#registered.name === name) {
        this.#registered.expect(name, 'script');
        this.#registered.refuse(error);
      } else this.#registered.remove();
      if (name && isTaken) this.#registered.whenFree(name, () => this.#define());
      this.#fail(error);
    }
  }

  /** The user may choose a file in the box. Without a box, a script may assign rows after the element is connected. */
  #expect(name: string): void {
    this.#registered.expect(name, this.drop ? 'user' : 'script');
    this.#fail(null);
    if (this.drop) return;
    const error = missingSource(name, []);
    this.#late = setTimeout(() => {
      this.#registered.refuse(error);
      this.#fail(error);
      this.#show(error, false);
    }, REPORT_AFTER_MS);
  }

  #definition(name: string | undefined, given: readonly string[]): QueryDefinition {
    const src = typeof this.src === 'string' ? this.src.trim() : this.src;
    const [sql, data] = [this.sql?.trim(), this.data];
    if (name && given.length === 1) {
      if (src) return { name, src, read: this.#readOptions() };
      return sql ? { name, sql, ...(this.params && { params: this.params }) } : { name, data: data! };
    }
    throw missingSource(name, given);
  }

  #readOptions(): ReadOptions {
    return Object.fromEntries(READ_OPTION_NAMES.flatMap((name) => (this[name] === null ? [] : [[name, this[name]]])));
  }

  #fail(error: PikaError | null, partial = false): void {
    clearTimeout(this.#late);
    // The engine reports to its owner, too, that it refuses a name.
    if (error && this.error === error) return;
    this.error = error;
    this.removeAttribute('data-failed');
    if (!error) return;
    this.fire('pika-error', error);
    setTimeout(() => this.#show(error, partial), REPORT_AFTER_MS);
  }

  /**
   * Plots of the query show its error, so the element need not; but they keep drawing rows that are only incomplete
   * (`partial`).
   */
  #show(error: PikaError, partial: boolean): void {
    if (this.error !== error) return;
    const drawn = this.#registered.name !== null && pageEngine().hasPlotOf(this.#registered.name);
    this.toggleAttribute('data-failed', partial || !drawn);
    if (error.code === 'source/duplicate-name') this.#reportRefused(error);
  }

  /** A plot can't know which of two queries it means, and draws the rows of the first: it says so. */
  #reportRefused(error: PikaError): void {
    this.#isRefused = true;
    this.#noteOnPlots();
    console.error(`[pika] ${error.message}`, this);
  }

  /** Resolves when the query next becomes ready or fails. */
  #nextOutcome(): Promise<void> {
    const listening = new AbortController();
    return new Promise<void>((resolve) => {
      for (const type of ['pika-ready', 'pika-error'] as const)
        this.addEventListener(type, () => resolve(), { signal: listening.signal });
    }).finally(() => listening.abort());
  }
}

function missingSource(name: string | undefined, given: readonly string[]): PikaError {
  return new PikaError('source/missing-src', {
    subject: name ? `<pika-query name="${name}">` : '<pika-query>',
    expected: name ? 'exactly one of src="…", sql="…" and the property data' : 'an attribute name="…"',
    found: name && given.length > 0 ? given.join(' and ') : 'none',
    next: 'Write for example <pika-query name="trips" src="trips.parquet">.',
  });
}
