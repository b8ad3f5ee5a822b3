import { posix } from 'node:path';
import {
  COMMON_NOUNS,
  DOM_ALLOWED,
  DOM_NAMES,
  MODULE_RULES,
  TIMERS,
  TIMERS_ALLOWED,
  type ModuleRule,
} from './import-rules';
import { readImports, readNames, type ImportStatement } from './read-imports';

/** Source files by path from the repository root (`src/engine/…`, with extension). */
export type SourceFiles = ReadonlyMap<string, string>;

/** Violations of the import rules, one sentence each; empty if there are none. */
export function checkImports(files: SourceFiles): string[] {
  const complaints: string[] = [];
  for (const [path, source] of files) {
    const module = moduleOf(path);
    const rule = MODULE_RULES[module];
    if (!rule) {
      complaints.push(
        `${path}: expected a file of a known module, found "${module}". Add the module to test/architecture/import-rules.ts.`,
      );
      continue;
    }
    for (const statement of readImports(source)) {
      const wrong = violation(files, path, module, rule, statement);
      if (wrong) complaints.push(`${path}:${statement.line}: ${wrong}`);
    }
  }
  return [...complaints, ...cycles(files)];
}

/** DOM names used in the engine. */
export function checkDomNames(files: SourceFiles): string[] {
  return [...files]
    .filter(([path]) => path.startsWith('src/engine/'))
    .flatMap(([path, source]) =>
      readNames(source)
        .filter(({ name }) => DOM_NAMES.test(name) && !DOM_ALLOWED[moduleOf(path)]?.includes(name))
        .map(({ name, line }) => `${path}:${line}: the engine may not use the DOM, found "${name}"`),
    );
}

/** Platform timers used where the engine's clock is required. */
export function checkTimers(files: SourceFiles): string[] {
  return [...files]
    .filter(([path]) => path.startsWith('src/engine/') && !TIMERS_ALLOWED[path])
    .flatMap(([path, source]) =>
      readNames(source)
        .filter(({ name }) => TIMERS.test(name))
        .map(
          ({ name, line }) => `${path}:${line}: found "${name}", which tests cannot advance; use the engine's clock`,
        ),
    );
}

function violation(
  files: SourceFiles,
  path: string,
  module: string,
  rule: ModuleRule,
  { specifier, kind }: ImportStatement,
): string | null {
  if (!specifier.startsWith('.')) {
    const file = kind === 'url' && posix.join(posix.dirname(path), specifier);
    if (file && files.has(file)) return null;
    return rule.packages?.some((name) => matches(specifier, name))
      ? null
      : `${module} may not import the package "${specifier}"`;
  }
  // A script as text.
  const target = posix.join(posix.dirname(path), specifier.replace(/\?(code|script)$/, ''));
  if (target.startsWith('shaders/')) return rule.shaders ? null : `${module} may not import shaders`;
  const file = resolveFile(files, target);
  if (!file) return `imports "${specifier}", which is no file of src`;
  const targetModule = moduleOf(file);
  if (targetModule === module) return null;
  const name = nameOf(file);
  const allowed = [...COMMON_NOUNS, ...(rule.values ?? []), ...(kind === 'type' ? (rule.types ?? []) : [])];
  if (allowed.some((entry) => covers(entry, name))) return null;
  const asType = rule.types?.some((entry) => covers(entry, name));
  return `${module} may not import ${name}${asType ? ' but as a type' : ''}`;
}

/** An entry covers the module of that name and everything in the folder of that name. */
const covers = (entry: string, name: string) => name === entry || name.startsWith(`${entry}/`);

const matches = (specifier: string, name: string) =>
  name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name;

/**
 * src/engine/gpu/device.ts → gpu; src/engine/errors.ts → errors; src/components/… → components; src/index.ts → entry.
 */
function moduleOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  if (first === 'engine') return second.replace(/\.ts$/, '');
  return first.endsWith('.ts') ? 'entry' : first;
}

const nameOf = (path: string) => path.replace(/^src\/(engine\/)?/, '').replace(/\.ts$/, '');

function resolveFile(files: SourceFiles, target: string): string | undefined {
  return [target, `${target}.ts`, `${target}/index.ts`].find((path) => files.has(path));
}

/** Cycles of imports, type imports included. A worker's entry is loaded separately and does not count. */
function cycles(files: SourceFiles): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, chain: readonly string[]) => {
    if (chain.includes(path))
      found.push(`imports form a cycle: ${[...chain.slice(chain.indexOf(path)), path].join(' -> ')}`);
    if (chain.includes(path) || done.has(path)) return;
    for (const { specifier, kind } of readImports(files.get(path)!)) {
      const file =
        kind !== 'url' && specifier.startsWith('.') && resolveFile(files, posix.join(posix.dirname(path), specifier));
      if (file) visit(file, [...chain, path]);
    }
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return found;
}
