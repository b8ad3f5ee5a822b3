import { css, type CSSResult } from 'lit';
import { OnDemand, type PikaError, type PlotSelection } from '../../engine/index';
import { errorStyles } from '../error-panel';
import { LateElement, type Presenter } from '../late-element';
import { themeProperties } from '../theme-properties';

const PARTS = new OnDemand('the code of an overview', () => import('./overview-parts'));

/** Details of an overview's events. */
export interface PikaOverviewEvents {
  'pika-ready': { readonly columns: number };
  'pika-select': PlotSelection;
  'pika-error': PikaError;
}

/**
 * All columns of a query at a glance: for each one a histogram, or its most frequent labels, and how many values are
 * missing. A brush or a click on one filters the others, and everything else that is linked to the query. The element
 * reads a column when its card comes near the window.
 *
 * ```html
 * <pika-overview from="flights"></pika-overview>
 * ```
 *
 * @tag pika-overview
 * @attr {string} from - the query
 * @attr {string} columns - columns and DuckDB expressions, separated by commas, each with an optional name: `date,
 *   delay / 60 AS hours`; default: all columns
 * @attr {string} selection - the selection that the cards write to; default: the query's
 * @attr {string} filter-by - the selections that filter the cards, separated by spaces; default: their own
 * @cssprop {<length>} --pika-card-width - the least width of a card; default: 230px
 * @cssprop {<color>} --pika-accent - color of bars and brushes
 * @cssprop {<color>} --pika-context - color of rows that are filtered out
 * @cssprop {<color>} --pika-strong - color of names
 * @cssprop {<color>} --pika-text - color of other words
 * @cssprop {<color>} --pika-line - color of lines
 * @cssprop {<color>} --pika-background - background color
 * @cssprop {<family-name>} --pika-font - font family
 * @csspart status - the numbers of columns and rows
 * @csspart cards - the grid of cards
 * @csspart card - the card of a column
 * @csspart note - a line about an attribute that has no effect
 * @csspart error - the error panel
 * @fires {CustomEvent<{columns: number}>} pika-ready - the columns in sight are drawn: at first, and after each change
 *   of the columns
 * @fires {CustomEvent<PlotSelection>} pika-select - the selection of a card changed; `ranges` is empty when it was
 *   cleared
 * @fires {CustomEvent<PikaError>} pika-error - the columns, or one of them, can't be shown; the element shows why
 */
export class PikaOverview extends LateElement<PikaOverviewEvents> {
  static override properties = {
    from: { type: String, empty: null },
    columns: { type: String, empty: null },
    selection: { type: String, empty: null },
    filterBy: { type: String, attribute: 'filter-by', empty: null },
  };

  static override styles = [themeProperties, errorStyles, css`:host { display: block; min-height: 207px; }`];

  declare from: string | null;
  declare columns: string | null;
  declare selection: string | null;
  declare filterBy: string | null;

  protected override async present(): Promise<readonly [Presenter, CSSResult]> {
    const { OverviewPresenter, overviewStyles } = await PARTS.load();
    const presenter = new OverviewPresenter(this, {
      ready: (columns) => void this.fire('pika-ready', { columns }),
      selected: (selection) => void this.fire('pika-select', selection),
      failed: (error) => void this.fire('pika-error', error),
    });
    return [presenter, overviewStyles];
  }
}
