/** The script of a saved page. It is bundled into the text that `components/brushing-page` writes into the file. */
import type { PageData } from './page-data';
import { SavedPage } from './saved-page';

const textOf = (id: string): string => document.getElementById(id)!.textContent!;
const data = JSON.parse(textOf('data')) as PageData;
new SavedPage(data, textOf('counts').trim().split('\n'), document.querySelector('main')!);
