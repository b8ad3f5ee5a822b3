import { WORKSPACE, type WorkspaceState } from '../../engine/index';

/** What a workspace holds at one moment. */
export interface Snapshot {
  /** What users or scripts of this page chose. The page vouches for its SQL. */
  readonly own: WorkspaceState;
  /** What a link brought and no element has claimed yet. Anyone can write a link. */
  readonly linked: WorkspaceState;
}

/** Both parts as one state, for a link: the page that opens it may have the elements that are missing here. */
export function merged({ own, linked }: Snapshot): WorkspaceState {
  const selections = new Map(Object.entries(own.selections));
  for (const [name, clauses] of Object.entries(linked.selections))
    selections.set(name, [...(selections.get(name) ?? []), ...clauses]);
  return {
    ...own,
    selections: Object.fromEntries(selections),
    domains: { ...linked.domains, ...own.domains },
    inputs: { ...linked.inputs, ...own.inputs },
  };
}

/** Whether two snapshots have the same link. */
export function isSameSnapshot(a: Snapshot, b: Snapshot): boolean {
  const { stateText } = WORKSPACE.loaded;
  return stateText(merged(a)) === stateText(merged(b));
}
