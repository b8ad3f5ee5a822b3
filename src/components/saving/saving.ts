/** What scripts and the menu save of a plot: pictures, and selected rows. */
export { copy, download, toBlob } from '../picture/picture';
export { rowsOf, sqlOf } from './selected-rows';
