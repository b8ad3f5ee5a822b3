import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { MARK_NAMES } from '../../src/engine/grammar/mark-name';
import { attributes, attributeText, type Args } from '../attributes';
import { htmlText } from '../controls/html-text';
import { AGGREGATES, firstPicks, plotAttributes, rangeOf, type FileColumn, type Picks } from './file-columns';

const BRUSHES = ['', 'x', 'y', 'xy', 'lasso', 'nearest', 'nearest-x', 'nearest-y'];
/** Those that draw a point, bar or cell from `x` and `y`. */
const MARKS = MARK_NAMES.filter((mark) => mark !== 'arc' && mark !== 'text');

/** A page for the user's own file: a box to drop it, its rows, and a plot whose channels are columns of the file. */
export class OwnFile extends LitElement {
  static override properties = {
    args: { attribute: false },
    columns: { state: true },
    picks: { state: true },
    copied: { state: true },
  };
  /** Further attributes of the plot, from the story's controls. */
  declare args: Args;
  declare private columns: readonly FileColumn[];
  declare private picks: Picks | null;
  declare private copied: boolean;

  constructor() {
    super();
    this.args = {};
    this.columns = [];
    this.picks = null;
    this.copied = false;
  }

  /** Plots, tables and queries belong to the page. */
  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult {
    return html`
      <pika-query
        name="file"
        drop
        @pika-ready=${() => void this.#readColumns()}
        @pika-error=${() => (this.picks = null)}
      ></pika-query>
      ${this.picks ? this.#opened(this.picks) : nothing}
    `;
  }

  #opened(picks: Picks): TemplateResult {
    const text = this.#html(picks);
    const isDrawn = picks.x !== '' && (picks.yBy === 'count' || picks.y !== '');
    return html`
      <fieldset>
        <legend>Plot</legend>
        ${this.#select('Mark', 'mark', entries(MARKS))} ${this.#select('x', 'x', this.#columns())}
        ${this.#select('y', 'yBy', Object.entries(AGGREGATES))}
        ${picks.yBy === 'count' ? nothing : this.#select('Column', 'y', this.#columns())}
        ${this.#select('Color', 'color', [none, ...this.#columns()])}
        ${picks.mark === 'point' ? this.#select('Size', 'size', [none, ...this.#columns('values')]) : nothing}
        ${this.#select('Brush', 'brush', entries(BRUSHES))}
      </fieldset>
      ${
        isDrawn
          ? html`<pika-plot
              from="file"
              ${attributes({ ...plotAttributes(picks, this.columns), ...this.args })}
            ></pika-plot>`
          : html`<p>No column of this file can be drawn: it has no numbers, times or texts.</p>`
      }
      <pika-count from="file"></pika-count>
      <pika-table from="file"></pika-table>
      <section aria-label="HTML">
        <header>
          <h2>HTML</h2>
          <button type="button" @click=${() => void this.#copy(text)}>Copy</button>
          <span role="status">${this.copied ? 'Copied' : nothing}</span>
        </header>
        <pre tabindex="0" aria-label="The HTML of this plot"><code>${text}</code></pre>
      </section>
    `;
  }

  #select(
    label: string,
    pick: keyof Picks,
    options: readonly (readonly [value: string, label: string])[],
  ): TemplateResult {
    const choose = (event: Event): void => {
      this.copied = false;
      this.picks = { ...this.picks!, [pick]: (event.target as HTMLSelectElement).value };
    };
    return html`<label>
      ${label}
      <select name=${pick} @change=${choose}>
        ${options.map(
          ([value, text]) => html`<option value=${value} ?selected=${value === this.picks![pick]}>${text}</option>`,
        )}
      </select>
    </label>`;
  }

  /** Those that can be drawn. */
  #columns(range?: 'values'): readonly (readonly [value: string, label: string])[] {
    return entries(
      this.columns.filter((column) => rangeOf(column) !== null && (!range || rangeOf(column) === range)).map(nameOf),
    );
  }

  /** DuckDB knows the types. The plot keeps its picks if the columns are the same as before. */
  async #readColumns(): Promise<void> {
    const types = Object.assign(document.createElement('pika-query'), {
      name: 'types_of_file',
      sql: 'SELECT column_name AS name, column_type AS type FROM (DESCRIBE file)',
    });
    this.append(types);
    try {
      const columns = (await types.toArray()) as unknown as readonly FileColumn[];
      if (this.picks && sameColumns(columns, this.columns)) return;
      this.columns = columns;
      this.picks = firstPicks(columns);
    } finally {
      types.remove();
    }
  }

  #html(picks: Picks): string {
    const [query, plot, count, table] = ['pika-query', 'pika-plot', 'pika-count', 'pika-table'].map((tag) =>
      document.implementation.createHTMLDocument().createElement(tag),
    );
    query!.setAttribute('name', 'file');
    query!.setAttribute('src', this.#fileNames());
    for (const one of [plot!, count!, table!]) one.setAttribute('from', 'file');
    for (const [name, value] of Object.entries({ ...plotAttributes(picks, this.columns), ...this.args })) {
      const text = attributeText(value);
      if (name.startsWith('--')) plot!.style.setProperty(name, text);
      else if (text !== null) plot!.setAttribute(name, text);
    }
    return htmlText([query, plot, count, table].map((element) => element!.outerHTML).join(''));
  }

  /** As if the files were beside the page. */
  #fileNames(): string {
    const { src } = this.querySelector('pika-query')!;
    const files: readonly unknown[] = Array.isArray(src) ? src : [src];
    return files.flatMap((file) => (file instanceof File ? [encodeURIComponent(file.name)] : [])).join(' ');
  }

  async #copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.copied = true;
  }
}

const none = ['', 'none'] as const;
const nameOf = ({ name }: FileColumn): string => name;

function entries(values: readonly string[]): readonly (readonly [value: string, label: string])[] {
  return values.map((value) => [value, value || 'none']);
}

function sameColumns(some: readonly FileColumn[], others: readonly FileColumn[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, type }, i) => name === others[i]!.name && type === others[i]!.type)
  );
}
