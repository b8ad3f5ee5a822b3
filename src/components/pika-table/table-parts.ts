/** What a table shows, and its styles: pages without one load none of it. */
export { TablePresenter } from './table-presenter';
export { tableStyles } from './table-styles';
