/** Saves the state of a workspace in the browser. Loads on demand. */
import type { PikaError } from '../../../engine/index';
import { Autosave } from './autosave';
import { sessionMemory } from './tab-memory';
import { IndexedVersions } from './version-store';

export type { Autosave, SavedVersion } from './autosave';

/** @param failed called once, for the first version that can't be read or written */
export function autosaveAs(name: string, failed: (error: PikaError) => void): Autosave {
  return new Autosave(name, new IndexedVersions(() => indexedDB), sessionMemory, failed);
}
