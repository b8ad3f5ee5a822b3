import type { OpenedSnapshot, OpenOptions } from './open-options';
import type { SaveOptions } from './save-options';

/** Saves and opens the elements of a page. The elements provide it, because the engine knows no document. */
export interface PageFiles {
  readonly save: (options?: SaveOptions) => Promise<Blob>;
  readonly open: (from: Blob | string, options?: OpenPageOptions) => Promise<OpenedSnapshot>;
}

export interface OpenPageOptions extends OpenOptions {
  /** Where to add the workspace. Default: the end of the page. */
  readonly into?: Element;
}
