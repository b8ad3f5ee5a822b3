import { OnDemand, WORKSPACE, type PageFiles } from '../../engine/index';
import type { PikaWorkspace } from '../pika-workspace/pika-workspace';

const PARTS = new OnDemand('the code that saves pages', async () => {
  const [{ saveWorkspace }, { stateOfPage }] = await Promise.all([
    import('./opener'),
    import('../pika-workspace/state-of-page'),
    WORKSPACE.load(),
  ]);
  return { saveWorkspace, stateOfPage };
});

/** Saves and opens a whole page. */
export const PAGE_FILES: PageFiles = {
  save: async (options) => {
    const { saveWorkspace, stateOfPage } = await PARTS.load();
    return saveWorkspace(document.body, stateOfPage(document.body), options);
  },
  open: async (from, { into = document.body, ...options } = {}) => {
    const workspace: PikaWorkspace = document.createElement('pika-workspace');
    into.append(workspace);
    try {
      return await workspace.open(from, options);
    } catch (thrown) {
      workspace.remove();
      throw thrown;
    }
  },
};
