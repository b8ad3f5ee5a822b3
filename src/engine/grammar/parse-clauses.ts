import { PikaError } from '../errors';
import type { NumberScaleSpec } from './scale-spec';
import { isChannelName } from './channel-name';
import { migrateClause } from './migrate-clause';
import { POSITION_CHANNELS } from './position-channel';
import {
  CLAUSE_VERSION,
  type Category,
  type GridSide,
  type PolygonClause,
  type SelectedRange,
  type SelectionClause,
} from './selection-clause';

/** A grid has a cell for each pixel of a plot. */
const MOST_CELLS = 2 ** 26;
/** A drag adds a vertex for each event of the pointer. */
const MOST_VERTICES = 20_000;

/**
 * Parses stored clauses. The JSON may come from anywhere, so every part is checked. Only a clause of kind `sql`
 * contains a condition in SQL: accept it only from a source that you trust.
 * @throws PikaError `spec/bad-selection`, which names the wrong part
 */
export function parseClauses(value: unknown): readonly SelectionClause[] {
  if (!Array.isArray(value)) throw bad('a selection', 'an array of clauses', value);
  return value.map((clause, i) => parseClause(clause, `clause ${i + 1} of a selection`));
}

function parseClause(value: unknown, subject: string): SelectionClause {
  const clause = migrateClause(record(value, subject));
  checkVersion(clause.version, subject);
  const from = text(clause.from, `from of ${subject}`);
  switch (clause.kind) {
    case 'interval':
    case 'nearest':
      return {
        version: CLAUSE_VERSION,
        kind: clause.kind,
        from,
        ranges: list(clause.ranges, `ranges of ${subject}`).map((range) => parseRange(range, `a range of ${subject}`)),
      };
    case 'points':
      return {
        version: CLAUSE_VERSION,
        kind: 'points',
        from,
        boxes: list(clause.boxes, `boxes of ${subject}`).map((box) =>
          list(box, `a box of ${subject}`).map((range) => parseRange(range, `a range of ${subject}`)),
        ),
      };
    case 'polygon':
      return {
        version: CLAUSE_VERSION,
        kind: 'polygon',
        from,
        sides: parseSides(clause.sides, subject),
        vertices: parseVertices(clause.vertices, subject),
        ...(clause.within !== undefined && {
          within: list(clause.within, `within of ${subject}`).map((range) =>
            parseRange(range, `a range of ${subject}`),
          ),
        }),
      };
    case 'sql':
      return { kind: 'sql', from, predicate: text(clause.predicate, `predicate of ${subject}`) };
    default:
      throw bad(`kind of ${subject}`, '"interval", "points", "polygon", "nearest" or "sql"', clause.kind);
  }
}

function checkVersion(version: unknown, subject: string): void {
  if (version === undefined || version === CLAUSE_VERSION) return;
  const isNewer = typeof version === 'number' && version > CLAUSE_VERSION;
  throw bad(
    `version of ${subject}`,
    `${CLAUSE_VERSION}, or none`,
    version,
    isNewer ? 'A newer pika-plot wrote it: load that release, or a later one, on this page.' : undefined,
  );
}

function parseRange(value: unknown, subject: string): SelectedRange {
  const range = record(value, subject);
  const { channel } = range;
  if (channel !== 'filter' && channel !== 'key' && !isChannelName(channel))
    throw bad(`channel of ${subject}`, 'a channel, such as "x" or "y"', channel);
  const { ticks } = range;
  if (
    ticks !== undefined &&
    !(
      Array.isArray(ticks) &&
      ticks.length === 2 &&
      ticks.every((tick) => typeof tick === 'string' && /^-?(\d{1,40}|Infinity)$/.test(tick))
    )
  ) {
    throw bad(`ticks of ${subject}`, 'two whole numbers as texts', ticks);
  }
  return {
    channel,
    ...side(range, subject),
    ...(range.labels !== undefined && {
      labels: list(range.labels, `labels of ${subject}`).map((label) => category(label, `a label of ${subject}`)),
    }),
    ...(ticks !== undefined && { ticks: [String((ticks as string[])[0]), String((ticks as string[])[1])] as const }),
  };
}

function parseSides(value: unknown, subject: string): PolygonClause['sides'] {
  const sides = list(value, `sides of ${subject}`).map((side, i) => parseGrid(side, `side ${i + 1} of ${subject}`));
  const [first, second] = sides;
  if (first && second && first.count * second.count > MOST_CELLS)
    throw bad(`sides of ${subject}`, `a grid of at most ${MOST_CELLS} cells`, [first.count, second.count]);
  if (!first || !second || sides.length > 2 || first.channel === second.channel) {
    const channels = sides.map(({ channel }) => channel);
    throw bad(`sides of ${subject}`, 'two, on different channels', channels);
  }
  return [first, second];
}

function parseGrid(value: unknown, subject: string): GridSide {
  const grid = record(value, subject);
  const channel = POSITION_CHANNELS.find((position) => position === grid.channel);
  if (!channel) throw bad(`channel of ${subject}`, '"x" or "y"', grid.channel);
  const count = number(grid.count, `count of ${subject}`);
  if (!Number.isInteger(count) || count < 1 || count > 100_000)
    throw bad(`count of ${subject}`, 'a whole number of cells', count);
  const common = {
    channel,
    ...side(grid, subject),
    ...(grid.labels !== undefined && {
      labels: list(grid.labels, `labels of ${subject}`).map((one) => label(one, `a label of ${subject}`)),
    }),
  };
  const { kind, lo, hi } = common;
  const scale = grid.scale === undefined ? null : parseScale(grid.scale, `scale of ${subject}`);
  if (scale && kind !== 'number' && kind !== 'integer')
    throw bad(`scale of ${subject}`, `none for a ${kind}`, grid.scale);
  if (!(Number.isFinite(lo) && lo < hi && Number.isFinite(hi)) || (scale?.kind === 'log' && lo <= 0))
    throw bad(`lo and hi of ${subject}`, `a domain that a ${scale?.kind ?? 'linear'} scale can show`, [lo, hi]);
  return { ...common, count, ...(scale && { scale }) };
}

function parseScale(value: unknown, subject: string): NumberScaleSpec {
  const scale = record(value, subject);
  const parameter = (name: string, above: number): number => {
    const found = number(scale[name], `${name} of the ${subject}`);
    if (found <= above) throw bad(`${name} of the ${subject}`, `a number above ${above}`, found);
    return found;
  };
  switch (scale.kind) {
    case 'log':
      return { kind: 'log', base: parameter('base', 1) };
    case 'symlog':
      return { kind: 'symlog', constant: parameter('constant', 0) };
    case 'sqrt':
      return { kind: 'sqrt' };
    case 'pow':
      return { kind: 'pow', exponent: parameter('exponent', 0) };
    default:
      throw bad(`kind of the ${subject}`, '"log", "symlog", "sqrt" or "pow"', scale.kind);
  }
}

/** The fields that a range and a side of a grid share. */
function side(
  range: Readonly<Record<string, unknown>>,
  subject: string,
): Pick<SelectedRange, 'expression' | 'kind' | 'lo' | 'hi' | 'ticksPerMs'> {
  const { kind, ticksPerMs } = range;
  if (kind !== 'number' && kind !== 'integer' && kind !== 'time' && kind !== 'category')
    throw bad(`kind of ${subject}`, '"number", "integer", "time" or "category"', kind);
  return {
    expression: text(range.expression, `expression of ${subject}`),
    kind,
    lo: bound(range.lo, -Infinity, `lo of ${subject}`),
    hi: bound(range.hi, Infinity, `hi of ${subject}`),
    ...(ticksPerMs !== undefined && { ticksPerMs: number(ticksPerMs, `ticksPerMs of ${subject}`) }),
  };
}

function parseVertices(value: unknown, subject: string): PolygonClause['vertices'] {
  const vertices = list(value, `vertices of ${subject}`);
  if (vertices.length > MOST_VERTICES) throw bad(`vertices of ${subject}`, `at most ${MOST_VERTICES}`, vertices.length);
  return vertices.map((vertex) => parseVertex(vertex, `a vertex of ${subject}`));
}

function parseVertex(value: unknown, subject: string): readonly [number, number] {
  const [x, y, ...more] = list(value, subject);
  if (more.length > 0) throw bad(subject, 'two numbers', value);
  return [number(x, subject), number(y, subject)];
}

function record(value: unknown, subject: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(subject, 'an object', value);
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, subject: string): readonly unknown[] {
  if (!Array.isArray(value)) throw bad(subject, 'an array', value);
  return value;
}

function text(value: unknown, subject: string): string {
  if (typeof value !== 'string' || value === '') throw bad(subject, 'a text', value);
  return value;
}

/** A label may be an empty text. */
function label(value: unknown, subject: string): string {
  if (typeof value !== 'string') throw bad(subject, 'a text', value);
  return value;
}

function category(value: unknown, subject: string): Category {
  if (value !== null && typeof value !== 'string') throw bad(subject, 'a text, or null', value);
  return value;
}

function number(value: unknown, subject: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw bad(subject, 'a number', value);
  return value;
}

/** JSON stores an open end as null. */
function bound(value: unknown, open: number, subject: string): number {
  return value === null || value === open ? open : number(value, subject);
}

function bad(
  subject: string,
  expected: string,
  found: unknown,
  next = 'Pass an earlier value of a <pika-selection>, or the clauses of its toJSON().',
): PikaError {
  const written = found === undefined ? 'nothing' : (JSON.stringify(found) ?? typeof found);
  return new PikaError('spec/bad-selection', {
    subject,
    expected,
    found: written.length > 80 ? `${written.slice(0, 80)}…` : written,
    next,
  });
}
