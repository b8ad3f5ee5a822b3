import type { MarkdownRenderer } from 'vitepress';

/** A heading without a text is no heading for a screen reader: an empty cell takes its place. */
export function emptyHeadings(md: MarkdownRenderer): void {
  md.core.ruler.after('inline', 'empty-headings', ({ tokens }) => {
    tokens.forEach((token, i) => {
      if (token.type !== 'th_open' || tokens[i + 1]?.content) return;
      token.tag = 'td';
      tokens[i + 2]!.tag = 'td';
    });
  });
}
