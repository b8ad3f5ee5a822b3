/** The state of a workspace, and its text in links. Loads on demand. */
export { isAdmitted, type Authored } from './admitted';
export { linkText, stateOfLink } from './link-text';
export {
  EMPTY_STATE,
  inputJson,
  inputValue,
  isEmpty,
  parseState,
  stateText,
  type InputJson,
  type WorkspaceState,
} from './workspace-state';
