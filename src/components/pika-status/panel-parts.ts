/** What the panel shows, and its styles: pages without one load none of it. */
export { factsOf, milliseconds } from './facts';
export { frameTimes } from './frame-times';
export { statusStyles } from './styles';
export { download, messagesOf, panel, traceName } from './panel';
