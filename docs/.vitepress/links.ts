/** Links of pages as they are in the repository, made to work on the site. */
import { dirname, join, relative, sep } from 'node:path/posix';
import { readFileSync } from 'node:fs';
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress';
import { DOCS, ROOT } from './paths.ts';

const { repository } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly repository?: { readonly url: string };
};
/** Where files of the repository can be read; null if package.json names no place. */
const FILES = repository ? `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main` : null;

/**
 * `README.md` is the index of its folder, and files of `public/` are at the root of the site. A link to a file outside
 * of `docs/` leads to the repository; without an address of that, its text remains.
 */
export function siteLinks(md: MarkdownRenderer): void {
  md.core.ruler.after('inline', 'repository-links', ({ tokens, env }) => {
    const { path } = env as MarkdownEnv;
    for (const { children } of tokens) {
      let isDropped = false;
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          const href = token.attrGet('href') ?? '';
          if (/^([a-z]+:|#|\/)/.test(href)) continue;
          const target = relative(DOCS, join(dirname(path), href));
          const isOutside = target === '..' || target.startsWith(`..${sep}`);
          if (target === '../README.md') token.attrSet('href', '/');
          else if (target.startsWith('public/')) token.attrSet('href', target.slice('public'.length));
          else if (!isOutside) token.attrSet('href', href.replace(/(^|\/)README\.md/, '$1index.md'));
          else if (FILES) token.attrSet('href', `${FILES}/${relative('..', target)}`);
          else isDropped = true;
          if (isDropped) Object.assign(token, { tag: 'span', attrs: null });
        } else if (token.type === 'link_close' && isDropped) {
          token.tag = 'span';
          isDropped = false;
        }
      }
    }
  });
}
