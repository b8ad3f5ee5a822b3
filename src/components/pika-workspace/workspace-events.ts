import type { OpenedSnapshot, PikaError, WorkspaceState } from '../../engine/index';

/** Details of a workspace's events. */
export interface PikaWorkspaceEvents {
  'pika-state': { readonly state: WorkspaceState; readonly canUndo: boolean; readonly canRedo: boolean };
  'pika-open': OpenedSnapshot;
  'pika-error': PikaError;
}
