/**
 * Examples that run: a block ```` ```html live ```` becomes its elements, and below them the same text as code. A
 * comment `<!-- rows: sales -->` puts in the block of that name of `example-rows.md`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { DOCS } from './paths.ts';

const ROWS = /^<!-- rows: ([\w-]+) -->$/gm;
const BLOCK = /^```html rows=([\w-]+)\n(.*?)^```$/gms;

/** Replaces the comments of a page by blocks of rows. */
export function withRows(markdown: string): string {
  return markdown.replace(ROWS, (_comment, name: string) => {
    const blocks = readFileSync(join(DOCS, 'example-rows.md'), 'utf8').matchAll(BLOCK);
    const text = Array.from(blocks).find(([, found]) => found === name)?.[2];
    if (text === undefined) throw new Error(`docs: example-rows.md has no block "${name}".`);
    return `\`\`\`html live rows\n${text}\`\`\``;
  });
}

export function liveBlocks(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (tokens, at, options, env, self) => {
    const token = tokens[at]!;
    const [language, ...words] = token.info.split(/\s+/);
    token.info = language ?? '';
    const shown = fence(tokens, at, options, env, self);
    if (!words.includes('live')) return shown;
    const rows = words.includes('rows') ? ' rows' : '';
    return `<LiveExample code="${encodeURIComponent(token.content)}"${rows}>${shown}</LiveExample>`;
  };
}
