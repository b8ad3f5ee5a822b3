import type { PageData } from '../../saved-page/page-data';

/** The parts of a saved page. */
export interface PageParts {
  readonly title: string;
  readonly lang: string;
  readonly direction: string;
  readonly isDark: boolean;
  readonly background: string;
  readonly text: string;
  readonly strong: string;
  readonly line: string;
  readonly accent: string;
  readonly font: string;
  readonly data: PageData;
  /** Printable ASCII without any character that HTML gives a meaning. */
  readonly sections: readonly string[];
  readonly style: string;
  readonly script: string;
  /** Of the script, as content policies name it. */
  readonly hash: string;
}

/**
 * A page in one file. Texts of the data are in JSON in which no `<` is left, so none of them can become markup. Its
 * policy lets nothing run but this script, and nothing load.
 */
export function pageHtml(parts: PageParts): string {
  const { title, lang, direction, isDark, background, text, strong, line, accent, font } = parts;
  const policy = [
    "default-src 'none'",
    `script-src '${parts.hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  // A family of the author's may be any text.
  const look =
    `:root { color-scheme: ${isDark ? 'dark' : 'light'}; --background: ${background}; --text: ${text}; ` +
    `--strong: ${strong}; --line: ${line}; --accent: ${accent}; --font: ${font.replaceAll('<', '\\3c ')} }`;
  return `<!doctype html>
<html lang="${escaped(lang)}" dir="${escaped(direction)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="pika-plot">
<title>${escaped(title)}</title>
<style>
${look}
${parts.style}
</style>
</head>
<body>
<main><h1>${escaped(title)}</h1><noscript><p>The plots of this page need JavaScript.</p></noscript></main>
<script type="application/json" id="data">${jsonText(parts.data)}</script>
<script type="text/plain" id="counts">
${parts.sections.join('\n')}
</script>
<script>${parts.script}</script>
</body>
</html>
`;
}

function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
