import { PikaError, WORKSPACE, type WorkspaceState } from '../../../engine/index';
import type { TabMemory } from './tab-memory';
import type { StoredVersion, VersionStore } from './version-store';

/** A state that was saved automatically. */
export interface SavedVersion {
  readonly savedAt: Date;
  /** Null: the page as its author wrote it. */
  readonly state: WorkspaceState | null;
}

/** After this time, a page goes on in a version of its own, so that users can return to the one before. */
const VERSION_MS = 10 * 60_000;
const KEY_BYTES = 16;

/**
 * Saves the states of a workspace in the browser. Each visit of each tab writes versions of its own, so tabs never
 * overwrite each other's.
 */
export class Autosave {
  readonly name: string;
  readonly #store: VersionStore;
  readonly #tab: TabMemory;
  readonly #failed: (error: PikaError) => void;
  #version: { readonly key: string; readonly sinceMs: number } | null = null;
  /** Null before `load` has ended. */
  #savedJson: string | null = null;
  #hasFailed = false;

  /**
   * @param failed called once, for the first version that can't be read or written
   */
  constructor(name: string, store: VersionStore, tab: TabMemory, failed: (error: PikaError) => void) {
    this.name = name;
    this.#store = store;
    this.#tab = tab;
    this.#failed = failed;
  }

  /**
   * The last state of this tab, or else the newest of any tab. Null: the page as its author wrote it; undefined:
   * nothing is saved.
   */
  async load(): Promise<WorkspaceState | null | undefined> {
    try {
      await this.#writePending();
      const versions = await this.#store.read(this.name);
      const own = this.#tab.read(this.#tabKey);
      const inOrder = [...versions.filter(({ key }) => key === own), ...versions.filter(({ key }) => key !== own)];
      for (const version of inOrder) {
        const state = stateOf(version);
        if (state === undefined) continue;
        this.#savedJson = jsonOf(state);
        return state;
      }
    } catch (thrown) {
      this.#fail(thrown);
    }
    this.#savedJson = jsonOf(null);
    return undefined;
  }

  /**
   * Saves a state, unless it is the one that was loaded or saved last. Null: the page as its author wrote it. Does
   * nothing before `load` has ended.
   */
  async save(state: WorkspaceState | null): Promise<void> {
    const json = jsonOf(state);
    if (this.#savedJson === null || json === this.#savedJson) return;
    this.#savedJson = json;
    const savedAtMs = Date.now();
    if (!this.#version || savedAtMs - this.#version.sinceMs > VERSION_MS)
      this.#version = { key: newKey(), sinceMs: savedAtMs };
    const { key } = this.#version;
    const version = { key, name: this.name, savedAtMs, json };
    // A page that reloads now has no time to store it.
    const pending = JSON.stringify(version);
    this.#tab.write(this.#pendingKey, pending);
    try {
      await this.#store.write(version);
      this.#tab.write(this.#tabKey, key);
      if (this.#tab.read(this.#pendingKey) === pending) this.#tab.remove(this.#pendingKey);
    } catch (thrown) {
      // The next change may find room.
      this.#fail(thrown);
    }
  }

  /**
   * The saved versions, the newest first.
   * @throws PikaError `snapshot/no-storage`
   */
  async versions(): Promise<readonly SavedVersion[]> {
    const versions = await this.#store.read(this.name).catch((thrown: unknown) => {
      throw noStorage(this.name, thrown);
    });
    return versions.flatMap((version) => {
      const state = stateOf(version);
      return state === undefined ? [] : [{ savedAt: new Date(version.savedAtMs), state }];
    });
  }

  /**
   * Deletes all versions of all tabs. The next change is saved again.
   * @throws PikaError `snapshot/no-storage`
   */
  async clear(): Promise<void> {
    this.#tab.remove(this.#pendingKey);
    await this.#store.clear(this.name).catch((thrown: unknown) => {
      throw noStorage(this.name, thrown);
    });
  }

  /** Stores the version that the page before had no time to store. */
  async #writePending(): Promise<void> {
    const pending = versionIn(this.#tab.read(this.#pendingKey));
    if (pending?.name !== this.name) return;
    try {
      await this.#store.write(pending);
      this.#tab.write(this.#tabKey, pending.key);
      this.#tab.remove(this.#pendingKey);
    } catch (thrown) {
      // What was stored before can still be read.
      this.#fail(thrown);
    }
  }

  get #pendingKey(): string {
    return `${this.#tabKey}, last step`;
  }

  get #tabKey(): string {
    return `pika-plot workspace ${this.name}`;
  }

  #fail(thrown: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#failed(noStorage(this.name, thrown));
  }
}

/** Equal states have equal texts. */
function jsonOf(state: WorkspaceState | null): string {
  return state ? WORKSPACE.loaded.stateText(state) : 'null';
}

/** Undefined for a version that this release can't read, such as one that a later release wrote. */
function stateOf({ json }: StoredVersion): WorkspaceState | null | undefined {
  try {
    const state: unknown = JSON.parse(json);
    return state === null ? null : WORKSPACE.loaded.parseState(state);
  } catch {
    return undefined;
  }
}

/** Null for any other text. */
function versionIn(text: string | null): StoredVersion | null {
  try {
    const { key, name, savedAtMs, json } = JSON.parse(text ?? 'null') as Readonly<Record<string, unknown>>;
    const isVersion = [key, name, json].every((part) => typeof part === 'string') && typeof savedAtMs === 'number';
    return isVersion ? ({ key, name, savedAtMs, json } as unknown as StoredVersion) : null;
  } catch {
    return null;
  }
}

/** Not `randomUUID`, which pages without HTTPS lack. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function noStorage(name: string, thrown: unknown): PikaError {
  return new PikaError('snapshot/no-storage', {
    subject: `<pika-workspace autosave="${name}">`,
    expected: 'to store its state in this browser',
    found: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
    next: 'Free space or allow this page to store data; until then, the state is lost when the page closes.',
  });
}
