import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PikaError, pageEngine, type FileSource, type Progress, type QueryDefinition, type ReadOptions, type Relation } from '../../engine/index';
import { errorPanel, errorStyles } from '../error-panel';

const READ_OPTION_NAMES = ['format', 'delimiter', 'header', 'quote', 'nullstr', 'skip', 'dateformat', 'decimalSeparator', 'timeout'] as const satisfies readonly (keyof ReadOptions)[];
const DEFINING = ['name', 'src', 'sql', ...READ_OPTION_NAMES] as const;

/**
 * Names a set of rows that plots can be drawn `from`: a file, or SQL over the other queries of the page.
 *
 * ```html
 * <pika-query name="flights" src="flights.parquet"></pika-query>
 * <pika-query name="late" sql="SELECT *, hour(date) AS hour FROM flights WHERE delay > 0"></pika-query>
 * ```
 * It shows nothing, unless something is wrong with it and no plot is there to say so, or it has the attribute `drop`: then it shows where
 * files may be dropped or chosen, which become its `src`.
 *
 * @tag pika-query
 * @attr {string} name - what plots and other queries call it
 * @attr {string} src - URLs of Parquet, Arrow, CSV, TSV, JSON or NDJSON files, gzipped or not, relative to the page; several, with blanks or commas
 *   between them, are one table. As a property also a File, Blob, ArrayBuffer or typed array, or an array of all these
 * @attr {boolean} drop - shows a box that takes a dropped or chosen file
 * @attr {string} format - parquet, arrow, json, ndjson, csv or tsv, where the bytes leave it open
 * @attr {string} delimiter - CSV: what stands between values; found out when left out, as all of these
 * @attr {string} header - CSV: "true" or "false", whether the first line is names
 * @attr {string} quote - CSV: the quotation mark
 * @attr {string} nullstr - CSV: the text that stands for NULL
 * @attr {string} skip - CSV: lines to leave out at the top
 * @attr {string} dateformat - CSV: as in strptime, e.g. %d.%m.%Y
 * @attr {string} decimal-separator - CSV: e.g. a comma
 * @attr {string} timeout - seconds without a byte after which a download has failed; default 30
 * @attr {string} sql - DuckDB SQL; other queries are tables by their names
 * @csspart drop - the box that takes files
 * @fires {CustomEvent<{rows: number, columns: string[]}>} pika-ready - rows can be drawn
 * @fires {CustomEvent<Progress>} pika-progress - loading goes on
 * @fires {CustomEvent<PikaError>} pika-error - loading failed
 */
export class PikaQuery extends LitElement {
  static override properties = {
    name: { type: String, reflect: true },
    src: { type: String },
    sql: { type: String },
    drop: { type: Boolean, reflect: true },
    ...Object.fromEntries(READ_OPTION_NAMES.map((name) => [name, { type: String, attribute: name === 'decimalSeparator' ? 'decimal-separator' : name }])),
    error: { state: true },
  };

  static override styles = [errorStyles, css`
    :host { display: none; font: 13px/1.45 system-ui, sans-serif; }
    :host([data-failed]), :host([drop]) { display: block; }
    .drop {
      display: grid; place-items: center; gap: 4px; padding: 16px; border: 2px dashed light-dark(#999, #888); border-radius: 6px;
      text-align: center; cursor: pointer; color: inherit;
    }
    .drop:hover, .drop:focus-within, .drop.over { border-color: light-dark(#2563ad, #7db4ee); }
    .drop.over { border-style: solid; background: light-dark(#eaf2fb, #17283a); }
    .drop input { max-width: 100%; font: inherit; }
  `];

  declare name: string | null;
  declare src: FileSource | readonly FileSource[] | null;
  declare sql: string | null;
  declare drop: boolean;
  declare format: string | null;
  declare delimiter: string | null;
  declare header: string | null;
  declare quote: string | null;
  declare nullstr: string | null;
  declare skip: string | null;
  declare dateformat: string | null;
  declare decimalSeparator: string | null;
  declare timeout: string | null;
  declare error: PikaError | null;
  #loading: AbortController | null = null;
  #defined: string | null = null;
  #ready: Promise<Relation> | null = null;

  constructor() {
    super();
    this.name = null;
    this.src = null;
    this.sql = null;
    this.drop = false;
    for (const name of READ_OPTION_NAMES) this[name] = null;
    this.error = null;
  }

  /** Resolves when the rows can be drawn; rejects with the PikaError that the element shows. */
  get ready(): Promise<Relation> {
    return this.updateComplete.then(() => this.#ready ?? Promise.reject(this.error));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#defined) this.#define();
  }

  /** An element that is only moved comes back in the same task, and keeps what it loaded. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.#undefine();
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (DEFINING.some((name) => changed.has(name))) this.#define();
  }

  protected override render(): TemplateResult | typeof nothing {
    return html`${this.drop ? this.#dropBox() : nothing}${this.error ? errorPanel(this.error) : nothing}`;
  }

  #dropBox(): TemplateResult {
    const mark = (over: boolean) => (event: DragEvent): void => {
      event.preventDefault();
      (event.currentTarget as HTMLElement).classList.toggle('over', over);
    };
    const take = (files: FileList | null | undefined): void => {
      if (files && files.length > 0) this.src = [...files];
    };
    const onDrop = (event: DragEvent): void => {
      mark(false)(event);
      take(event.dataTransfer?.files);
    };
    return html`
      <label class="drop" part="drop" @dragenter=${mark(true)} @dragover=${mark(true)} @dragleave=${mark(false)} @drop=${onDrop}>
        <span>${this.#fileNames() ?? 'Drop a Parquet, CSV, JSON or Arrow file here, or choose one'}</span>
        <input type="file" multiple @change=${(event: Event) => take((event.target as HTMLInputElement).files)}>
      </label>`;
  }

  #fileNames(): string | null {
    const files = Array.isArray(this.src) ? this.src as readonly FileSource[] : [this.src];
    const names = files.flatMap((file) => (file instanceof File ? [file.name] : []));
    return names.length > 0 ? names.join(', ') : null;
  }

  #define(): void {
    this.#undefine();
    // Nothing is wrong with a box that waits for its file.
    if (this.drop && !this.src && !this.sql) return;
    try {
      const definition = this.#definition();
      pageEngine().define(definition, this);
      this.#defined = definition.name;
      this.#fail(null);
      this.#ready = this.#load(definition.name);
      this.#ready.catch(() => undefined);
    } catch (thrown) {
      this.#fail(PikaError.from(thrown));
    }
  }

  #definition(): QueryDefinition {
    const name = this.name?.trim();
    const src = typeof this.src === 'string' ? this.src.trim() : this.src;
    const given = { src, sql: this.sql?.trim() };
    if (name && src && !given.sql) return { name, src, read: this.#readOptions() };
    if (name && given.sql && !src) return { name, sql: given.sql };
    throw new PikaError('source/missing-src', {
      subject: name ? `<pika-query name="${name}">` : '<pika-query>',
      expected: name ? 'either src="…" or sql="…"' : 'an attribute name="…"',
      found: name ? (given.src ? 'both' : 'neither') : 'none',
      next: 'Write for example <pika-query name="trips" src="trips.parquet">.',
    });
  }

  #readOptions(): ReadOptions {
    return Object.fromEntries(READ_OPTION_NAMES.flatMap((name) => (this[name] === null ? [] : [[name, this[name]]])));
  }

  async #load(name: string): Promise<Relation> {
    const { signal } = (this.#loading = new AbortController());
    const onProgress = (progress: Progress): void => {
      if (!signal.aborted) this.#tell('pika-progress', progress);
    };
    try {
      const relation = await pageEngine().open(name, { signal, onProgress });
      if (!signal.aborted) this.#tell('pika-ready', { rows: relation.rowCount, columns: relation.fields.map((field) => field.name) });
      return relation;
    } catch (thrown) {
      const error = PikaError.from(thrown, `query "${name}"`);
      if (!signal.aborted) this.#fail(error);
      throw error;
    }
  }

  #undefine(): void {
    this.#loading?.abort();
    this.#loading = null;
    this.#ready = null;
    if (this.#defined !== null) pageEngine().remove(this.#defined, this);
    this.#defined = null;
  }

  #fail(error: PikaError | null): void {
    this.error = error;
    this.toggleAttribute('data-failed', error !== null && !(this.#defined && pageEngine().isDrawn(this.#defined)));
    if (error) this.#tell('pika-error', error);
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
