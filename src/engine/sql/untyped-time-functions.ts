import { macro, PARTS, tableMacro, seriesRows, timeFunctions, TIME_SCHEMA } from './time-functions';
import type * as names from './time-names';
import { zoneFunctionName, zoneFunctions, type ZoneRules } from './zone-functions';

// Copies, as in time-functions.ts.
const UNTYPED_SCHEMA: typeof names.UNTYPED_SCHEMA = 'pika_time_untyped';
const LITERAL_OR_VALUE: typeof names.LITERAL_OR_VALUE = 'an integer beside an aggregate of another integer type: ';

/** In arithmetic with these types, DuckDB converts an integer literal to them, but not an INTEGER or BIGINT value. */
const NARROW = ['TINYINT', 'SMALLINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT'];

const ONE_TIME = [...PARTS.filter((name) => name !== 'age'), 'pika_local', 'pika_local_ns', 'pika_try'];
const PART_OF_TIME = ['date_part', 'datepart', 'date_trunc', 'datetrunc'];
const BETWEEN_TIMES = ['date_diff', 'datediff', 'date_sub', 'datesub'];
const SERIES = ['range', 'generate_series'];
const PLACEHOLDERS = [
  ...[...ONE_TIME, ...PART_OF_TIME, ...BETWEEN_TIMES, ...SERIES],
  ...['age', 'timezone', 'time_bucket', 'pika_at', 'pika_strftime', 'pika_format', '+', '-'],
];

/** Whether a parameter's type selects the overload (`typed`), or the argument is passed on as written (`other`). */
type Parameter = 'typed' | 'other';

/** SQL that defines `AT TIME ZONE` for a zone, for arguments of known and unknown types. */
export function allZoneFunctions(zone: ZoneRules): string {
  const name = zoneFunctionName(zone.name);
  return [placeholder(name), untyped(name, ['typed']), ...zoneFunctions(zone)].join(';\n');
}

/** SQL that defines all replacements: {@link untypedTimeFunctions} and {@link timeFunctions}. */
export function allTimeFunctions(): string {
  return [...untypedTimeFunctions(), ...timeFunctions()].join(';\n');
}

/**
 * SQL that defines replacements for arguments of unknown types. DuckDB chooses a macro's overload before it knows the
 * types of aggregates, windows, and outer columns in subqueries, but it knows the types of a lambda's parameters. So
 * these macros pass their arguments to a lambda, in a list with one item, which calls the replacement in TIME_SCHEMA.
 * Must be created before those: see {@link placeholder}.
 */
function untypedTimeFunctions(): string[] {
  return [
    ...[TIME_SCHEMA, UNTYPED_SCHEMA].map((schema) => `CREATE SCHEMA ${schema}`),
    ...PLACEHOLDERS.map(placeholder),
    ...ONE_TIME.map((name) => untyped(name, ['typed'])),
    untyped('age', ['typed'], ['typed', 'typed']),
    untyped('timezone', ['typed'], ['other', 'typed']),
    ...PART_OF_TIME.map((name) => untyped(name, ['other', 'typed'])),
    ...BETWEEN_TIMES.map((name) => untyped(name, ['other', 'typed', 'typed'])),
    untyped('time_bucket', ['other', 'typed'], ['other', 'typed', 'typed']),
    untyped('pika_at', ['typed', 'other']),
    // One of the two arguments is the format, which must be constant.
    macro(
      'strftime',
      [[['', ''], (a, b) => inLambda([a!, b!], (...values) => call('pika_strftime', [...values, a!, b!]))]],
      UNTYPED_SCHEMA,
    ),
    ...['+', '-'].map((name) =>
      macro(
        name,
        [
          [[''], (a) => `system.main."${name}"(${a})`],
          [['', ''], (a, b) => inLambda([a!, b!], (...values) => arithmetic(name, values[0]!, values[1]!))],
        ],
        UNTYPED_SCHEMA,
      ),
    ),
    ...SERIES.flatMap((name) => [
      untyped(name, ['other'], ['other', 'other'], ['typed', 'typed', 'typed']),
      tableMacro(name, UNTYPED_SCHEMA, [
        ...[1, 2].map((count) => seriesRows(name, new Array<string>(count).fill(''), false)),
        `(p0, p1, p2) AS TABLE (SELECT unnest(${UNTYPED_SCHEMA}."${name}"(p0, p1, p2)) AS "${name}")`,
      ]),
    ]),
  ];
}

/**
 * When a macro is created, DuckDB checks its body with untyped arguments, which match several typed overloads. This
 * macro accepts anything, until the typed replacement is created over it.
 */
function placeholder(name: string): string {
  return macro(
    name,
    [1, 2, 3, 4].map((count) => [new Array<string>(count).fill(''), (first) => `[${first}]`]),
  );
}

function untyped(name: string, ...signatures: readonly (readonly Parameter[])[]): string {
  return macro(
    name,
    signatures.map((parameters) => [
      parameters.map(() => ''),
      (...args) => {
        const typed = args.filter((_, i) => parameters[i] === 'typed');
        if (typed.length === 0) return `system.main."${name}"(${args.join(', ')})`;
        return inLambda(typed, (...values) =>
          call(
            name,
            args.map((arg, i) => (parameters[i] === 'typed' ? values.shift()! : arg)),
          ),
        );
      },
    ]),
    UNTYPED_SCHEMA,
  );
}

/** SQL that evaluates `body` in a lambda. `body` gets SQL for the lambda's values of the arguments. */
function inLambda(args: readonly string[], body: (...values: string[]) => string): string {
  const values = args.map((_, i) => `pika_values[${i + 1}]`);
  return `list_transform([row(${args.join(', ')})], lambda pika_values: ${body(...values)})[1]`;
}

function arithmetic(name: string, a: string, b: string): string {
  const narrow = NARROW.map((type) => `'${type}'`).join(', ');
  const mixed = (one: string, other: string): string =>
    `(typeof(${one}) IN (${narrow}) AND typeof(${other}) IN ('INTEGER', 'BIGINT'))`;
  const refusal = `error('${LITERAL_OR_VALUE}' || typeof(${a}) || ' ${name} ' || typeof(${b}))`;
  return `CASE WHEN ${mixed(a, b)} OR ${mixed(b, a)} THEN ${refusal} ELSE ${call(name, [a, b])} END`;
}

function call(name: string, args: readonly string[]): string {
  return `${TIME_SCHEMA}."${name}"(${args.join(', ')})`;
}
