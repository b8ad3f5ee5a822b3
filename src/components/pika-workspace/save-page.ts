import { OnDemand } from '../../engine/index';
import type { BrushingPageOptions } from '../brushing-page/brushing-page';

const PAGES = new OnDemand('the code that saves pages', () => import('../brushing-page/brushing-page'));

/** Saves the plots inside an element as a page that brushes. */
export async function savePage(root: HTMLElement, options: BrushingPageOptions): Promise<Blob> {
  return (await PAGES.load()).brushingPage(root, options);
}
