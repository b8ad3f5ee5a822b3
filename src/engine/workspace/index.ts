/** The state of a workspace, its encoding in links, and pages that are saved. Loads on demand. */
import { OnDemand } from '../on-demand';

export { linkText, stateOfLink, tooLongForLink } from './link-text';
export {
  EMPTY_STATE,
  inputJson,
  inOrder,
  inputValue,
  parseState,
  stateText,
  withoutClauses,
  type InputJson,
  type WorkspaceState,
} from './workspace-state';

/** Counts what a page needs that brushes without its rows. */
export const BRUSHING_PAGE = new OnDemand(
  'the code that counts for pages',
  () => import('../brushing-page/index-plots'),
);
