import { WORKSPACE, type WorkspaceState } from '../../engine/index';
import type { PikaInput } from '../pika-input/pika-input';

/** What a workspace holds at one moment. */
export interface Moment {
  /** What users or scripts of this page chose. The page vouches for its SQL. */
  readonly own: WorkspaceState;
  /** What a link brought and no element has claimed yet. Anyone can write a link. */
  readonly linked: WorkspaceState;
  /** Whether filters ignore the value that their author wrote. */
  readonly clearsFilters: boolean;
  /** The filters inside. One that came later has the value that its author wrote. */
  readonly filters: WeakSet<PikaInput>;
}

/** A state, as assigned by a script of the page or brought by a link. */
export function momentOf(parts: Partial<Pick<Moment, 'own' | 'linked'>>): Moment {
  const { EMPTY_STATE } = WORKSPACE.loaded;
  return { own: EMPTY_STATE, linked: EMPTY_STATE, ...parts, clearsFilters: true, filters: new WeakSet() };
}

/** Both parts as one state, for a link: the page that opens it may have the elements that are missing here. */
export function merged({ own, linked }: Moment): WorkspaceState {
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

/** Whether two moments have the same link. */
export function isSameMoment(a: Moment, b: Moment): boolean {
  const { stateText } = WORKSPACE.loaded;
  return stateText(merged(a)) === stateText(merged(b));
}
