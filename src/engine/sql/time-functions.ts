import type * as names from './time-names';

// Copies, which the types keep equal. This file loads lazily: importing values from the entry would split the entry.
export const TIME_SCHEMA: typeof names.TIME_SCHEMA = 'pika_time';
const UNKNOWN_ZONE: typeof names.UNKNOWN_ZONE = 'time zone other than UTC: ';

const ZONED = 'TIMESTAMPTZ';
/** Types that DuckDB casts to TIMESTAMPTZ implicitly. Without their own overloads, they would use a replacement. */
const UNZONED = ['TIMESTAMP', 'DATE', 'TIMESTAMP_NS', 'TIMESTAMP_MS', 'TIMESTAMP_S'];
const UTC_NAMES = ['utc', 'gmt', 'uct', 'universal', 'zulu', 'greenwich', 'gmt0', 'gmt+0', 'gmt-0'];

/** Functions of one time. */
export const PARTS = [
  'year',
  'month',
  'day',
  'decade',
  'century',
  'millennium',
  'microsecond',
  'millisecond',
  'nanosecond',
  'second',
  'minute',
  'hour',
  'dayofmonth',
  'dayofweek',
  'weekday',
  'isodow',
  'week',
  'weekofyear',
  'dayofyear',
  'quarter',
  'isoyear',
  'yearweek',
  'era',
  'julian',
  'dayname',
  'monthname',
  'last_day',
  'timezone_hour',
  'timezone_minute',
  'epoch',
  'epoch_ms',
  'epoch_us',
  'epoch_ns',
  'age',
];

/** One overload of a macro: its parameter types ('' for any), and its body. */
export type Overload = readonly [types: readonly string[], body: (...args: string[]) => string];

/**
 * SQL that defines replacements, as macros over TIMESTAMPTZ, for functions of DuckDB's ICU extension, which DuckDB-WASM
 * lacks. Each returns what ICU returns with TimeZone UTC: it calls the built-in function over TIMESTAMP, and casts the
 * result back where ICU returns TIMESTAMPTZ.
 */
export function timeFunctions(): string[] {
  return [
    ...PARTS.map((name) =>
      macro(name, [
        [[ZONED], (a) => builtIn(name, local(a))],
        ...unzoned(name, ['']),
        any(name, 1),
        ...(name === 'age' ? age() : []),
      ]),
    ),
    ...['date_part', 'datepart'].map((name) => macro(name, parts(name))),
    ...['date_trunc', 'datetrunc'].map((name) =>
      macro(name, [
        [['VARCHAR', ZONED], (a, b) => zoned(builtIn(name, a, local(b)))],
        ...unzoned(name, ['VARCHAR', '']),
        any(name, 2),
      ]),
    ),
    ...['date_diff', 'datediff', 'date_sub', 'datesub'].map((name) =>
      macro(name, [
        ...[
          [ZONED, ZONED],
          [ZONED, 'VARCHAR'],
          ['VARCHAR', ZONED],
        ].map((types): Overload => [
          ['VARCHAR', ...types],
          (a, b, c) => builtIn(name, a, local(zoned(b)), local(zoned(c))),
        ]),
        ...unzoned(name, ['VARCHAR', '', '']),
        any(name, 3),
      ]),
    ),
    macro('+', [
      [[ZONED, 'INTERVAL'], (a, b) => zoned(builtIn('+', local(a), b))],
      [['INTERVAL', ZONED], (a, b) => zoned(builtIn('+', a, local(b)))],
      ...unzoned('+', ['', 'INTERVAL']),
      ...unzoned('+', ['INTERVAL', '']),
      any('+', 1),
      any('+', 2),
    ]),
    macro('-', [
      [[ZONED, 'INTERVAL'], (a, b) => zoned(builtIn('-', local(a), b))],
      [[ZONED, ZONED], (a, b) => builtIn('-', local(a), local(b))],
      ...unzoned('-', ['', 'INTERVAL']),
      ...unzoned('-', ['', '']),
      any('-', 1),
      any('-', 2),
    ]),
    macro('time_bucket', timeBucket()),
    macro('timezone', [
      [[ZONED], (a) => builtIn('timezone', local(a))],
      ...unzoned('timezone', ['']),
      any('timezone', 1),
      [['VARCHAR', ZONED], (a, b) => onlyUtc(a, local(b))],
      ...UNZONED.map((type): Overload => [['VARCHAR', type], (a, b) => onlyUtc(a, zoned(local(b)))]),
    ]),
    macro('pika_at', [
      [[ZONED, 'VARCHAR'], (a, b) => onlyUtc(b, local(a))],
      ...UNZONED.map((type): Overload => [[type, 'VARCHAR'], (a, b) => onlyUtc(b, zoned(local(a)))]),
    ]),
    ...['range', 'generate_series'].flatMap((name) => [
      macro(name, series(name)),
      tableMacro(name, TIME_SCHEMA, rowsOf(name)),
    ]),
    ...['pika_local', 'pika_local_ns', 'pika_try'].map((name) =>
      macro(name, [
        [[ZONED], local],
        [[`${ZONED}[]`], (a) => `CAST(${a} AS TIMESTAMP[])`],
        ...[...UNZONED, ...UNZONED.map((type) => `${type}[]`), ''].map((type): Overload => [[type], (a) => a]),
      ]),
    ),
    ...strftime(),
    macro('make_timestamptz', makeZoned()),
    ...['current_date', 'today'].map((name) => macro(name, [[[], () => 'CAST(CAST(now() AS TIMESTAMP) AS DATE)']])),
    ...['current_time', 'get_current_time'].map((name) =>
      macro(name, [[[], () => 'CAST(CAST(CAST(now() AS TIMESTAMP) AS TIME) AS TIMETZ)']]),
    ),
    macro('current_localtime', [[[], () => 'CAST(CAST(now() AS TIMESTAMP) AS TIME)']]),
    macro('current_localtimestamp', [[[], () => 'CAST(now() AS TIMESTAMP)']]),
  ];
}

export function macro(name: string, overloads: readonly Overload[], schema: string = TIME_SCHEMA): string {
  const all = overloads.map(([types, body]) => {
    const names = types.map((_, i) => `p${i}`);
    return `(${types.map((type, i) => `p${i} ${type}`.trim()).join(', ')}) AS ${body(...names)}`;
  });
  return `CREATE OR REPLACE MACRO ${schema}."${name}"${all.join(', ')}`;
}

function builtIn(name: string, ...args: string[]): string {
  return `system.main."${name}"(${args.join(', ')})`;
}

function local(arg: string): string {
  return `CAST(${arg} AS TIMESTAMP)`;
}

function zonedList(sql: string): string {
  return `CAST(${sql} AS ${ZONED}[])`;
}

function zoned(sql: string): string {
  return `CAST(${sql} AS ${ZONED})`;
}

/** An overload that calls the built-in function, for these parameter types. */
function same(name: string, types: readonly string[]): Overload {
  return [types, (...args) => builtIn(name, ...args)];
}

/** Overloads that call the built-in function, for each type implicitly cast to TIMESTAMPTZ in place of ''. */
function unzoned(name: string, types: readonly string[]): Overload[] {
  return UNZONED.map((type) =>
    same(
      name,
      types.map((own) => own || type),
    ),
  );
}

/** An overload that calls the built-in function, for every type that has no other overload. */
function any(name: string, parameters: number): Overload {
  return same(name, new Array<string>(parameters).fill(''));
}

function makeZoned(): Overload[] {
  const moment = (...args: string[]): string => zoned(builtIn('make_timestamp', ...args));
  return [
    [['BIGINT'], moment],
    [new Array<string>(6).fill(''), moment],
    [[...new Array<string>(6).fill(''), 'VARCHAR'], (...args) => onlyUtc(args[6]!, moment(...args.slice(0, 6)))],
  ];
}

function age(): Overload[] {
  return [[[ZONED, ZONED], (a, b) => builtIn('age', local(a), local(b))], ...unzoned('age', ['', '']), any('age', 2)];
}

function parts(name: string): Overload[] {
  return [[['VARCHAR', ZONED], (a, b) => builtIn(name, a, local(b))], ...unzoned(name, ['VARCHAR', '']), any(name, 2)];
}

function timeBucket(): Overload[] {
  const bucket = (...args: string[]): string => builtIn('time_bucket', ...args);
  return [
    [['INTERVAL', ZONED], (a, b) => zoned(bucket(a, local(b)))],
    [['INTERVAL', ZONED, 'INTERVAL'], (a, b, c) => zoned(bucket(a, local(b), c))],
    [['INTERVAL', ZONED, ZONED], (a, b, c) => zoned(bucket(a, local(b), local(c)))],
    [['INTERVAL', ZONED, 'VARCHAR'], (a, b, c) => onlyUtc(c, zoned(bucket(a, local(b))))],
    ...UNZONED.flatMap((type) => [
      same('time_bucket', ['INTERVAL', type]),
      same('time_bucket', ['INTERVAL', type, 'INTERVAL']),
      same('time_bucket', ['INTERVAL', type, type]),
    ]),
  ];
}

function series(name: string): Overload[] {
  return [
    [[ZONED, ZONED, 'INTERVAL'], (a, b, c) => zonedList(builtIn(name, local(a), local(b), c))],
    ...UNZONED.map((type) => same(name, [type, type, 'INTERVAL'])),
    any(name, 1),
    any(name, 2),
    any(name, 3),
  ];
}

function rowsOf(name: string): string[] {
  return [
    seriesRows(name, [ZONED, ZONED, 'INTERVAL'], true),
    ...UNZONED.map((type) => seriesRows(name, [type, type, 'INTERVAL'], false)),
    ...anyRows(name),
  ];
}

function anyRows(name: string): string[] {
  return [1, 2, 3].map((parameters) => seriesRows(name, new Array<string>(parameters).fill(''), false));
}

export function seriesRows(name: string, types: readonly string[], isZoned: boolean): string {
  const args = types.map((type, i) => (isZoned && type !== 'INTERVAL' ? local(`p${i}`) : `p${i}`));
  return `(${types.map((type, i) => `p${i} ${type}`.trim()).join(', ')}) AS TABLE (SELECT ${isZoned ? zoned('v') : 'v'} AS "${name}" FROM ${builtIn(name, ...args)} AS r(v))`;
}

export function tableMacro(name: string, schema: string, overloads: readonly string[]): string {
  return `CREATE OR REPLACE MACRO ${schema}."${name}"${overloads.join(', ')}`;
}

/**
 * DuckDB requires a constant format, and neither a typed macro parameter nor a lambda's parameter is constant. So
 * `pika_strftime` takes both arguments twice: typed, and as written. With the format first, native DuckDB leaves %Z
 * empty too.
 */
function strftime(): string[] {
  const write = (time: string, format: string): string => builtIn('strftime', time, format);
  return [
    macro('strftime', [
      [[ZONED, ''], (a, b) => write(local(a), namedZone(b))],
      [['', ZONED], (a, b) => write(a, local(b))],
      ...UNZONED.flatMap((type) => [same('strftime', [type, '']), same('strftime', ['', type])]),
      any('strftime', 2),
    ]),
    macro('pika_strftime', [
      [[ZONED, '', '', ''], (a, _, __, format) => write(local(a), namedZone(format))],
      [['', ZONED, '', ''], (_, b, format) => write(format, local(b))],
      ...UNZONED.flatMap((type): Overload[] => [
        [[type, '', '', ''], (a, _, __, format) => write(a, format)],
        [['', type, '', ''], (_, b, format) => write(format, b)],
      ]),
      [['', '', '', ''], (_, __, a, b) => write(a, b)],
    ]),
    // Over TIMESTAMP, %Z is empty. Created last, or DuckDB would check here that the format is constant.
    macro('pika_format', [[[''], (a) => `replace(replace(replace(${a}, '%%', chr(1)), '%Z', 'UTC'), chr(1), '%%')`]]),
  ];
}

function namedZone(format: string): string {
  return `${TIME_SCHEMA}.pika_format(${format})`;
}

/** Only UTC is supported: the rules of other zones are part of ICU. */
function onlyUtc(zone: string, sql: string): string {
  const names = UTC_NAMES.flatMap((name) => [`'${name}'`, `'etc/${name}'`]).join(', ');
  return `CASE WHEN lower(${zone}) IN (${names}) THEN ${sql} ELSE error('${UNKNOWN_ZONE}' || ${zone}) END`;
}
