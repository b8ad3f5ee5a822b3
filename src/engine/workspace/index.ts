/** The state of a workspace, and its encoding in links. Loads on demand. */
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
