export interface ImportStatement {
  readonly specifier: string;
  /**
   * `type`: erased by the compiler. `value`: the file is loaded. `url`: named by `new URL(…, import.meta.url)` and
   * loaded elsewhere.
   */
  readonly kind: 'type' | 'value' | 'url';
  readonly line: number;
}

/** Every import, re-export, dynamic import and URL of a TypeScript file. */
export function readImports(source: string): ImportStatement[] {
  const code = blank(source, { strings: false });
  const found: ImportStatement[] = [];
  const add = (pattern: RegExp, kindOf: (match: RegExpMatchArray) => ImportStatement['kind']) => {
    for (const match of code.matchAll(pattern)) {
      const specifier = match.at(-1)!;
      found.push({ specifier, kind: kindOf(match), line: code.slice(0, match.index).split('\n').length });
    }
  };
  // `import { type A }` still loads the file; only `import type` does not.
  add(
    /(?<![.\w$])(?:import|export)\s+(type\s+(?!from\b))?(?:[\w$*{][\w\s$*{},'"-]*?)\sfrom\s*['"]([^'"]+)['"]/g,
    ([, type]) => (type ? 'type' : 'value'),
  );
  add(/(?<![.\w$])import\s*['"]([^'"]+)['"]/g, () => 'value');
  add(/(?<![.\w$])import\s*\(\s*['"]([^'"]+)['"]/g, ({ index }) =>
    /(typeof|[:<|&]|\btype\s[\w\s<>,]+=)\s*$/.test(code.slice(0, index)) ? 'type' : 'value',
  );
  add(/new\s+URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url/g, () => 'url');
  return found.sort((a, b) => a.line - b.line);
}

/** The names used in a file, with their lines: identifiers outside comments and strings that are not property names. */
export function readNames(source: string): { readonly name: string; readonly line: number }[] {
  const code = blank(source, { strings: true });
  return [...code.matchAll(/(?<![\w$])(?<!(?<!globalThis|self|\.\.)\.)[A-Za-z_$][\w$]*/g)].map((match) => ({
    name: match[0],
    line: code.slice(0, match.index).split('\n').length,
  }));
}

/** The source with comments and strings blanked out, each line in place. Code in `${…}` of a template is kept. */
function blank(source: string, { strings }: { strings: boolean }): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;
  return source.replace(token, (text) => {
    if (text.startsWith('/')) return spaces(text);
    if (text.startsWith('`')) return blankTemplate(text);
    return strings ? spaces(text) : text;
  });
}

function blankTemplate(text: string): string {
  return text
    .split(/(\$\{[^{}]*\})/)
    .map((part, i) => (i % 2 ? part : spaces(part)))
    .join('');
}

const spaces = (text: string) => text.replace(/[^\n]/g, ' ');
