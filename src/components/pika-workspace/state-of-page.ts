import type { WorkspaceState } from '../../engine/index';
import { Chosen } from './chosen';
import { WorkspaceMembers } from './members';

/** What users have chosen in all elements of a page, also those inside workspaces. */
export function stateOfPage(root: HTMLElement): WorkspaceState {
  const members = new WorkspaceMembers(
    root,
    () => undefined,
    () => undefined,
  );
  try {
    return new Chosen(members).moment().own;
  } finally {
    members.close();
  }
}
