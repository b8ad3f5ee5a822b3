/**
 * Shader files as modules: `import text from '…/count.wgsl'` gives the composed, minified text.
 *
 * A line `// #import shared/name` is replaced by the file `shaders/shared/name.wgsl`, once per shader, recursively. The
 * line is a comment, so an editor's WGSL tools still read every file by itself.
 */
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHADERS = dirname(fileURLToPath(import.meta.url));
const IMPORT_LINE = /^[ \t]*\/\/[ \t]*#import[ \t]+(\S+)[ \t]*$/gm;
const SHARED_NAME = /^shared\/[a-z0-9-]+$/;

/**
 * Composes one shader. Returns its text and every file that was read, the shader itself first.
 * Throws when an import is not `shared/name`, when its file is missing, and when imports form a cycle.
 */
export function composeShader(file, read = (path) => readFileSync(path, 'utf8')) {
  const files = [];
  const include = (path, chain) => {
    const name = relative(SHADERS, path);
    if (chain.includes(name)) throw new Error(`${chain[0]}: imports form a cycle: ${[...chain, name].join(' -> ')}`);
    if (files.includes(path)) return '';
    files.push(path);
    return readShader(path, chain, read).replace(IMPORT_LINE, (line, wanted) => {
      if (!SHARED_NAME.test(wanted)) {
        throw new Error(
          `${name}: expected "// #import shared/name", found "${line.trim()}". Only files of shaders/shared can be imported.`,
        );
      }
      return include(resolve(SHADERS, `${wanted}.wgsl`), [...chain, name]);
    });
  };
  return { text: minifyWgsl(include(resolve(file), [])), files };
}

function readShader(path, chain, read) {
  try {
    return read(path);
  } catch (cause) {
    const importer = chain.at(-1) ?? 'a module';
    throw new Error(`${importer} imports ${relative(SHADERS, path)}, which cannot be read.`, { cause });
  }
}

const WORD = /[\w.]/;
const OPERATOR = /[-+*/%&|^!~<>=]/;

/**
 * Drops comments (block comments nest in WGSL), empty lines, and blanks that separate no tokens. Keeps line ends and
 * names: a compiler's message quotes a line that can be found in the source, and the generated half of a kernel calls
 * functions by name.
 */
export function minifyWgsl(text) {
  return (
    withoutComments(text)
      .split('\n')
      .map((line) => withoutBlanks(line.trim()))
      .filter(Boolean)
      .join('\n') + '\n'
  );
}

/**
 * Keeps a blank between two words, and between two operators: without it `a - -b`, `array<u32> = x` and `a / *p` would
 * mean something else.
 */
function withoutBlanks(line) {
  return line.replace(/[ \t]+/g, (blanks, at) => {
    const [before, after] = [line[at - 1], line[at + blanks.length]];
    return (WORD.test(before) && WORD.test(after)) || (OPERATOR.test(before) && OPERATOR.test(after)) ? ' ' : '';
  });
}

function withoutComments(text) {
  let kept = '';
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const two = text.slice(i, i + 2);
    if (two === '/*') {
      depth++;
      i++;
    } else if (depth > 0 && two === '*/') {
      depth--;
      i++;
      kept += ' ';
    } else if (depth === 0 && two === '//') {
      const end = text.indexOf('\n', i);
      i = (end < 0 ? text.length : end) - 1;
    } else if (depth === 0) {
      kept += text[i];
    }
  }
  return kept;
}

/** The composed shader as the source of a JavaScript module. */
export function shaderModule(file) {
  const { text, files } = composeShader(file);
  return { code: `export default ${JSON.stringify(text)};\n`, files };
}

/** The plugin for Rollup and Vite. */
export function wgslModules() {
  return {
    name: 'pika-wgsl',
    load(id) {
      const file = id.split('?')[0];
      if (!file.endsWith('.wgsl')) return null;
      const { code, files } = shaderModule(file);
      for (const read of files) this.addWatchFile(read);
      return { code, map: { mappings: '' } };
    },
  };
}
