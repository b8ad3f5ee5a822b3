import type { OpenedSnapshot, PikaError, WorkspaceState } from '../../engine/index';

/** Details of a workspace's events. */
export interface PikaWorkspaceEvents {
  'pika-state': { readonly state: WorkspaceState; readonly canUndo: boolean; readonly canRedo: boolean };
  /** `lost` are the parts that could not be read; `isNewer`: a later release saved the file. */
  'pika-open': OpenedSnapshot;
  'pika-error': PikaError;
}
