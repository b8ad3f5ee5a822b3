/** Snapshots of pages in one file: `docs/snapshot-format.md` specifies the format. Loads on demand. */
export type { SnapshotContents } from './contents';
export type { SavedRows } from './manifest';
export type { ChangedFile, OpenedSnapshot, OpenOptions } from './open-options';
export type { OpenPageOptions, PageFiles } from './page-files';
export { checkedSaveOptions, type PageOptions, type SaveOptions, type SnapshotOptions } from './save-options';
export { changeIn, factsOf } from './file-facts';
export { openSource } from './open-source';
export { saveQuery, tablesOf, type QueryToSave } from './save-query';
export type { SavedElement, SavedNode, SavedPlot } from './saved-node';
export type { SavedFile, SavedQuery } from './saved-query';
export { Snapshot, type LostPart, type SnapshotLimits } from './snapshot';
export { requestsIn, type SnapshotRequests } from './sql-in';
export { writeFile } from './write-file';
export { writeSnapshot } from './write-snapshot';
