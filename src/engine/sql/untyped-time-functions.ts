import { macro, PARTS, tableMacro, seriesRows, TIME_SCHEMA } from './time-functions';

/** The schema of {@link untypedTimeFunctions}. */
export const UNTYPED_SCHEMA = 'pika_time_untyped';

/** What an error begins with when a result's type depends on whether a number is a literal. */
export const LITERAL_OR_VALUE = 'an integer beside an aggregate of another integer type: ';

/** Beside these, DuckDB gives an integer literal their type, but not an INTEGER or a BIGINT value. */
const NARROW = ['TINYINT', 'SMALLINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT'];

const ONE_TIME = [...PARTS.filter((name) => name !== 'age'), 'pika_local', 'pika_local_ns', 'pika_try'];
const PART_OF_TIME = ['date_part', 'datepart', 'date_trunc', 'datetrunc'];
const BETWEEN_TIMES = ['date_diff', 'datediff', 'date_sub', 'datesub'];
const SERIES = ['range', 'generate_series'];
const PLACEHOLDERS = [
  ...[...ONE_TIME, ...PART_OF_TIME, ...BETWEEN_TIMES, ...SERIES],
  ...['age', 'timezone', 'time_bucket', 'pika_at', 'pika_strftime', 'pika_format', '+', '-'],
];

/** How a function uses a parameter: its type decides what the function does, or it is handed on as it is written. */
type Parameter = 'typed' | 'other';

/**
 * The stand-ins for arguments of unknown types: DuckDB chooses among a macro's overloads before it knows the types of
 * aggregates, windows and outer columns of subqueries. It does know the types of a lambda's parameters. So these hand
 * their arguments to a lambda, in a list of one, and call the stand-in of TIME_SCHEMA in there. To be made before
 * those: see {@link placeholder}.
 */
export function untypedTimeFunctions(): string[] {
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
    // The format is one of the two, and has to be a constant.
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
 * Where a macro is made, DuckDB checks it with arguments of no type, which fit several typed overloads at once. This
 * takes anything, until the typed stand-in takes its place.
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

/** SQL of `body`, which gets the arguments as a lambda has them. */
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
