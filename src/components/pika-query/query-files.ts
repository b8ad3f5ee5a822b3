/** Files that users drop, and files that they get. */
export { downloadRows } from './download-rows';
export { dropBoxOf, dropStyles } from './drop-box';
