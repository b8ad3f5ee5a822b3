import type { LostPart } from './snapshot';
import type { SnapshotRequests } from './sql-in';

/** How to open a snapshot. */
export interface OpenOptions {
  /**
   * Whether the snapshot may run its SQL, which can fetch any URL, and fetch its files. A function gets both, and may
   * ask the user. A snapshot that requests neither opens without it. Default: the workspace asks the user.
   */
  readonly trust?: boolean | ((requests: SnapshotRequests) => boolean | Promise<boolean>);
  /**
   * The most bytes that are read and inflated. Files of rows in a Blob don't count, because they are not copied.
   * Default: 2 GiB.
   */
  readonly mostBytes?: number;
  readonly signal?: AbortSignal;
}

/** A file that is not as it was when the snapshot was saved. */
export interface ChangedFile {
  readonly url: string;
  /** What has changed, by what the server says. */
  readonly reason: string;
}

/** What became of a snapshot. */
export interface OpenedSnapshot {
  /** The parts that could not be read: everything else was opened. */
  readonly lost: readonly LostPart[];
  /** The files that the snapshot does not hold, and that have changed since it was saved. */
  readonly changed: readonly ChangedFile[];
  /** Whether a later release saved it: parts that this release does not know are left out. */
  readonly isNewer: boolean;
}
