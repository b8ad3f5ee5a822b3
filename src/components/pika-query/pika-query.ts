import { LitElement, css, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PikaError, pageEngine, type Progress, type QueryDefinition, type Relation } from '../../engine/index';
import { errorPanel, errorStyles } from '../error-panel';

/** By then the plots of a page are there to show what is wrong with their query. */
const SPEAK_AFTER_MS = 2000;

/**
 * Names a set of rows that plots can be drawn `from`: a file, or SQL over the other queries of the page.
 *
 * ```html
 * <pika-query name="flights" src="flights.parquet"></pika-query>
 * <pika-query name="late" sql="SELECT *, hour(date) AS hour FROM flights WHERE delay > 0"></pika-query>
 * ```
 * It shows nothing, unless something is wrong with it and no plot is there to say so.
 *
 * @tag pika-query
 * @attr {string} name - what plots and other queries call it
 * @attr {string} src - URL of a Parquet file, relative to the page
 * @attr {string} sql - DuckDB SQL; other queries are tables by their names
 * @fires {CustomEvent<{rows: number, columns: string[]}>} pika-ready - rows can be drawn
 * @fires {CustomEvent<Progress>} pika-progress - loading goes on
 * @fires {CustomEvent<PikaError>} pika-error - loading failed
 */
export class PikaQuery extends LitElement {
  static override properties = {
    name: { type: String, reflect: true },
    src: { type: String },
    sql: { type: String },
    error: { state: true },
  };

  static override styles = [errorStyles, css`
    :host { display: none; font: 13px/1.45 system-ui, sans-serif; }
    :host([data-failed]) { display: block; }
  `];

  declare name: string | null;
  declare src: string | null;
  declare sql: string | null;
  declare error: PikaError | null;
  #loading: AbortController | null = null;
  #defined: string | null = null;
  #ready: Promise<Relation> | null = null;

  constructor() {
    super();
    this.name = null;
    this.src = null;
    this.sql = null;
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
    if (changed.has('name') || changed.has('src') || changed.has('sql')) this.#define();
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.error ? errorPanel(this.error) : nothing;
  }

  #define(): void {
    this.#undefine();
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
    const given = { src: this.src?.trim(), sql: this.sql?.trim() };
    if (name && given.src && !given.sql) return { name, src: new URL(given.src, this.baseURI).href };
    if (name && given.sql && !given.src) return { name, sql: given.sql };
    throw new PikaError('source/missing-src', {
      subject: name ? `<pika-query name="${name}">` : '<pika-query>',
      expected: name ? 'either src="…" or sql="…"' : 'an attribute name="…"',
      found: name ? (given.src ? 'both' : 'neither') : 'none',
      next: 'Write for example <pika-query name="trips" src="trips.parquet">.',
    });
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
    this.removeAttribute('data-failed');
    if (!error) return;
    this.#tell('pika-error', error);
    const drawn = (): boolean => this.#defined !== null && pageEngine().isDrawn(this.#defined);
    setTimeout(() => this.toggleAttribute('data-failed', this.error === error && !drawn()), SPEAK_AFTER_MS);
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
