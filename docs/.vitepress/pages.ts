/** The pages in the order of the sidebar. A page of a mark or an element needs no entry: its folder is read. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { DOCS } from './paths.ts';
import { elements, markNames } from './reference.ts';

type Item = DefaultTheme.SidebarItem;

const RECIPES = ['numbers', 'rankings', 'distributions', 'times', 'selections', 'own-rows'];
const GUIDE = [
  'rows',
  'plots',
  'times',
  'languages',
  'select',
  'zoom',
  'style',
  'themes',
  'many-plots',
  'events',
  'engine',
  'security',
];

/** Named by the first heading of the page. */
function page(path: string): Item {
  const text = readFileSync(join(DOCS, `${path}.md`), 'utf8');
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (!title) throw new Error(`docs/${path}.md: expected a heading "# …".`);
  const isIndex = path.endsWith('/README');
  return { text: isIndex ? 'Overview' : title.replaceAll(/[`<>]/g, ''), link: `/${path.replace(/README$/, '')}` };
}

/** The pages of a folder that have these names, in their order. */
function pagesOf(folder: string, names: readonly string[]): Item[] {
  return names.filter((name) => existsSync(join(DOCS, folder, `${name}.md`))).map((name) => page(`${folder}/${name}`));
}

const decisions = (): Item[] =>
  readdirSync(join(DOCS, 'decisions'))
    .filter((name) => name !== 'README.md')
    .map((name) => page(`decisions/${name.slice(0, -3)}`));

export function sidebar(): Item[] {
  return [
    { text: 'Start', items: ['start', 'dashboard', 'gallery', 'guide/install', 'frameworks'].map(page) },
    { text: 'Recipes', items: ['README', ...RECIPES].map((name) => page(`recipes/${name}`)) },
    { text: 'Guide', items: [...GUIDE.map((name) => page(`guide/${name}`)), page('types'), page('glossary')] },
    { text: 'Marks', items: [page('marks/README'), ...pagesOf('marks', markNames)] },
    {
      text: 'Elements',
      items: [
        page('elements/README'),
        ...pagesOf(
          'elements',
          elements.map(({ tagName }) => tagName),
        ),
      ],
    },
    {
      text: 'How it is built',
      items: ['performance', 'architecture', 'snapshot-format', 'testing', 'playground', 'example-rows'].map(page),
    },
    { text: 'Decisions', collapsed: true, items: [page('decisions/README'), ...decisions()] },
  ];
}
