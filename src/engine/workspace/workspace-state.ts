import { PikaError } from '../errors';
import { parseClauses } from '../grammar/parse-clauses';
import type { PerAxis } from '../grammar/position-channel';
import type { SelectionClause } from '../grammar/selection-clause';
import { describeValue } from '../rows/values/describe-value';

export const STATE_VERSION = 1;

/** The value of a parameter as JSON. A Date or bigint becomes an object that names its type. */
export type InputJson = string | number | boolean | null | { readonly date: string } | { readonly bigint: string };

/**
 * What users have chosen on a page, as plain JSON: exact to the last bit, and valid after a reload. It leaves out axes
 * that are not zoomed, and parameters that still have the author's value.
 */
export interface WorkspaceState {
  readonly version: typeof STATE_VERSION;
  /** The clauses of selections, by name. */
  readonly selections: Readonly<Record<string, readonly SelectionClause[]>>;
  /** The visible domains of zoomed axes, by the plot's id; a plot without one is named by its position: `#2`. */
  readonly domains: Readonly<Record<string, PerAxis<readonly [lo: number, hi: number]>>>;
  /** The values of parameters, by name. */
  readonly inputs: Readonly<Record<string, InputJson>>;
}

export const EMPTY_STATE: WorkspaceState = { version: STATE_VERSION, selections: {}, domains: {}, inputs: {} };

/**
 * Parses a saved state. The JSON may come from anywhere, so every part is checked; missing parts become empty.
 * @throws PikaError `spec/bad-state` or `spec/bad-selection`, naming the invalid part
 */
export function parseState(value: unknown): WorkspaceState {
  const { version, selections, domains, inputs } = record(value, 'the state of a workspace');
  if (version !== STATE_VERSION)
    throw bad(
      'the version of the state',
      `${STATE_VERSION}`,
      version,
      typeof version === 'number' && version > STATE_VERSION
        ? 'A later release of pika-plot saved this state: use that release, or a newer one.'
        : 'Assign a state that workspace.state returned.',
    );
  return {
    version: STATE_VERSION,
    selections: mapped(selections, 'selections', (clauses) => parseClauses(clauses)),
    domains: mapped(domains, 'domains', parseDomain),
    inputs: mapped(inputs, 'inputs', parseInput),
  };
}

/** The state as JSON text. Equal states have equal texts, because names are sorted at every depth. */
export function stateText(state: WorkspaceState): string {
  return sortedText(state);
}

function sortedText(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? sortedNames(part) : part));
}

/** Sorts clauses, so that their order does not depend on which was selected first. */
export function inOrder(clauses: readonly SelectionClause[]): readonly SelectionClause[] {
  const texts = new Map(clauses.map((clause) => [clause, sortedText(clause)]));
  return [...clauses].sort((a, b) => (texts.get(a)! < texts.get(b)! ? -1 : 1));
}

/** The clauses that are not among others. */
export function withoutClauses(
  clauses: readonly SelectionClause[],
  others: readonly SelectionClause[],
): readonly SelectionClause[] {
  const known = new Set(others.map(sortedText));
  return clauses.filter((clause) => !known.has(sortedText(clause)));
}

/** The value of a parameter as JSON; undefined for a value that a state can't hold. */
export function inputJson(value: unknown): InputJson | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'bigint':
      return { bigint: String(value) };
    default:
      if (value === null) return null;
      return value instanceof Date && !Number.isNaN(value.getTime()) ? { date: value.toISOString() } : undefined;
  }
}

export function inputValue(json: InputJson): unknown {
  if (typeof json !== 'object' || json === null) return json;
  return 'date' in json ? new Date(json.date) : BigInt(json.bigint);
}

function parseDomain(value: unknown, subject: string): PerAxis<readonly [lo: number, hi: number]> {
  const axes = Object.entries(record(value, subject)).map(([channel, ends]) => {
    if (channel !== 'x' && channel !== 'y') throw bad(subject, 'x or y as the name of an axis', channel);
    const isInterval = Array.isArray(ends) && ends.length === 2 && ends.every((end) => Number.isFinite(end));
    if (!isInterval) throw bad(`${channel} of ${subject}`, 'two finite numbers', ends);
    return [channel, [ends[0] as number, ends[1] as number]] as const;
  });
  return Object.fromEntries(axes);
}

function parseInput(value: unknown, subject: string): InputJson {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return value as InputJson;
  const { date, bigint } = record(value, subject);
  if (typeof date === 'string' && !Number.isNaN(Date.parse(date))) return { date };
  if (typeof bigint === 'string' && /^-?\d{1,40}$/.test(bigint)) return { bigint };
  throw bad(subject, 'a string, number, boolean, null, date or bigint', value);
}

/** The page chooses the names, even `__proto__`: the result has no prototype that they could collide with. */
function mapped<T>(
  value: unknown,
  part: string,
  parse: (value: unknown, subject: string) => T,
): Readonly<Record<string, T>> {
  const result = Object.create(null) as Record<string, T>;
  for (const [name, one] of Object.entries(value === undefined ? {} : record(value, `the ${part} of the state`)))
    result[name] = parse(one, `"${name}" in the ${part} of the state`);
  return result;
}

function sortedNames(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown, subject: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw bad(subject, 'an object', value);
}

function bad(
  subject: string,
  expected: string,
  found: unknown,
  next = 'Assign a state that workspace.state returned.',
): PikaError {
  return new PikaError('spec/bad-state', { subject, expected, found: describeValue(found), next });
}
