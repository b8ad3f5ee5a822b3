import type { WorkspaceState } from '../workspace/workspace-state';
import type { SavedRows } from './manifest';
import type { SavedNode, SavedPlot } from './saved-node';
import type { SavedQuery } from './saved-query';

/** What a snapshot is written from. */
export interface SnapshotContents {
  readonly savedRows: SavedRows;
  readonly queries: readonly SavedQuery[];
  readonly plots: readonly SavedPlot[];
  readonly layout: readonly SavedNode[];
  readonly state: WorkspaceState;
  /** Custom properties of the theme that the page sets around the elements. */
  readonly theme: Readonly<Record<string, string>>;
  /** The files that queries name as entries, by path. */
  readonly rows: ReadonlyMap<string, Blob>;
}
