import { WORKSPACE, type PageFiles } from '../../engine/index';
import { stateOfPage } from '../pika-workspace/state-of-page';
import { saveWorkspace } from './opener';

/** Saves and opens a whole page. */
export const save: PageFiles['save'] = async (options) => {
  await WORKSPACE.load();
  return saveWorkspace(document.body, stateOfPage(document.body), options);
};

export const open: PageFiles['open'] = async (from, { into = document.body, ...options } = {}) => {
  const workspace = document.createElement('pika-workspace');
  into.append(workspace);
  try {
    return await workspace.open(from, options);
  } catch (thrown) {
    workspace.remove();
    throw thrown;
  }
};
