import { css, type CSSResult } from 'lit';
import { OnDemand, type KeyValue, type PikaError, type PlotSelection, type TableSort } from '../../engine/index';
import type { AttributeUse } from '../controllers/attribute-controller';
import { SelectionNamesController } from '../controllers/selection-names-controller';
import { errorStyles } from '../error-panel';
import { LateElement, type Presenter } from '../late-element';
import { themeProperties } from '../theme-properties';
import type { TablePresenter } from './table-presenter';

const TABLE_PARTS = new OnDemand('the code of a table', () => import('./table-parts'));

/** Details of a table's events. */
export interface PikaTableEvents {
  'pika-sort': TableSort | null;
  'pika-ready': { readonly rows: number };
  'pika-select': PlotSelection;
  'pika-error': PikaError;
}

/**
 * The rows of a query that pass the selection, live as a brush moves. A click on a head sorts all rows, however many
 * there are; rows without a value come last, and equal rows stay in the order of the query.
 *
 * ```html
 * <pika-table from="flights" columns="date, origin, delay, distance" sort="-delay"></pika-table>
 * ```
 *
 * @tag pika-table
 * @attr {string} from - the query
 * @attr {string} columns - columns and DuckDB expressions, separated by commas, each with an optional name: `date,
 *   delay / 60 AS hours`; default: all columns
 * @attr {string} sort - the column that rows are sorted by at first, after a `-` descending; default: the order of the
 *   query
 * @attr {string} formats - d3 formats of columns: `price: $,.2f; day: %d %b %Y`; default: values as DuckDB writes them
 * @attr {"utc"|"local"|string} time-zone - the zone of times with a format: `utc`, `local` or a name such as
 *   `Europe/Vienna`; default: that of the query, or of the nearest ancestor, or UTC
 * @attr {string} row-key - the column or expression that identifies a row: rows can then be selected, and filter
 *   everything that is linked to the query
 * @attr {string} selection - the selection that selected rows, and histograms, write to; default: the first of
 *   `filter-by`, or the query's
 * @attr {string} filter-by - the selections that rows must pass, separated by spaces; default: that which it writes to
 * @attr {boolean} histograms - shows a histogram below the name of each column, linked to the table: a drag across it,
 *   or a click on a bar of labels, filters
 * @cssprop {<color>} --pika-accent - color of the arrow of the order, and of the active cell
 * @cssprop {<color>} --pika-strong - color of values
 * @cssprop {<color>} --pika-text - color of other words
 * @cssprop {<color>} --pika-line - color of lines
 * @cssprop {<color>} --pika-background - background color
 * @cssprop {<family-name>} --pika-font - font family
 * @cssprop {<length>} --pika-row-height - height of a row, in px; default: 26px
 * @csspart grid - what scrolls
 * @csspart head - the names of the columns
 * @csspart cell - a cell, or the head of a column
 * @csspart status - the number of rows
 * @csspart clear - the button that deselects all rows
 * @csspart note - a line about an attribute that has no effect
 * @csspart error - the error panel
 * @fires {CustomEvent<{rows: number}>} pika-ready - the rows of the query are shown for the first time, or others than
 *   before
 * @fires {CustomEvent<TableSort>} pika-sort - the user sorted the rows: `{ column, descending }`, or null for the order
 *   of the query
 * @fires {CustomEvent<PlotSelection>} pika-select - other rows are selected: by the user, by another element, or
 *   because their selection was cleared or restored
 * @fires {CustomEvent<PikaError>} pika-error - the rows can't be shown; the element shows why
 */
export class PikaTable extends LateElement<PikaTableEvents> {
  static override properties = {
    from: { type: String },
    columns: { type: String },
    sort: { type: String },
    formats: { type: String },
    timeZone: { type: String, attribute: 'time-zone' },
    rowKey: { type: String, attribute: 'row-key' },
    selection: { type: String },
    filterBy: { type: String, attribute: 'filter-by' },
    histograms: { type: Boolean },
  };

  /** Those of the table load with it; the size is final. */
  static override styles = [
    themeProperties,
    errorStyles,
    css`
      :host { display: flex; box-sizing: border-box; height: 320px; min-height: 100px; }
    `,
  ];

  declare from: string | null;
  declare columns: string | null;
  declare sort: string | null;
  declare formats: string | null;
  declare timeZone: string | null;
  declare rowKey: string | null;
  declare selection: string | null;
  declare filterBy: string | null;
  declare histograms: boolean;
  readonly #selectionNames = new SelectionNamesController(
    this,
    () => ({
      selection: this.selection,
      from: this.rowKey || this.histograms ? this.from : null,
      filterBy: this.filterBy,
    }),
    () => this.attributeCheck.check(),
  );

  #presenter: TablePresenter | null = null;
  /** Assigned before the code of the table has loaded. */
  #keys: readonly unknown[] | null = null;

  constructor() {
    super();
    Object.assign(this, { from: null, columns: null, sort: null, formats: null, timeZone: null, filterBy: null });
    Object.assign(this, { rowKey: null, selection: null });
    this.histograms = false;
  }

  /** The keys of the selected rows: numbers, or texts. Assign keys to select their rows; other values are left out. */
  get selectedKeys(): readonly KeyValue[] {
    return this.#presenter?.selectedKeys ?? ((this.#keys ?? []) as readonly KeyValue[]);
  }

  set selectedKeys(keys: readonly KeyValue[] | null) {
    this.#keys = keys ?? [];
    if (this.#presenter) this.#presenter.selectedKeys = this.#keys;
  }

  protected override async present(): Promise<readonly [Presenter, CSSResult]> {
    const { TablePresenter, tableStyles } = await TABLE_PARTS.load();
    const presenter = new TablePresenter(this, {
      sorted: (sort) => void this.fire('pika-sort', sort),
      ready: (rows) => void this.fire('pika-ready', { rows }),
      selected: (selection) => void this.fire('pika-select', selection),
      failed: (error) => void this.fire('pika-error', error),
    });
    this.#presenter = presenter;
    if (this.#keys) presenter.selectedKeys = this.#keys;
    return [presenter, tableStyles];
  }

  protected override attributeUse(): AttributeUse {
    return { ...super.attributeUse(), remarks: this.#selectionNames.remarks };
  }
}
