import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureOf, channelText, parseChannel } from '../../src/engine/grammar/channel';
import type { Formula, Measure } from '../../src/engine/grammar/measure';
import { PikaError } from '../../src/engine/errors';

test('a channel is count(), bin(expression, options), or any SQL expression', () => {
  assert.deepEqual(parseChannel('y', ' COUNT( ) '), { kind: 'count' });
  assert.deepEqual(parseChannel('y', 'count(*)'), { kind: 'count' });
  assert.deepEqual(parseChannel('x', 'bin(delay)'), { kind: 'bin', expression: 'delay', options: {} });
  assert.deepEqual(parseChannel('x', 'bin(hour(date), step=1)'), {
    kind: 'bin',
    expression: 'hour(date)',
    options: { step: 1 },
  });
  assert.deepEqual(parseChannel('x', 'bin(date, step=month)'), {
    kind: 'bin',
    expression: 'date',
    options: { step: 'month' },
  });
  assert.deepEqual(parseChannel('x', 'bin(greatest(a, b), maxbins=12)'), {
    kind: 'bin',
    expression: 'greatest(a, b)',
    options: { maxBins: 12 },
  });
  assert.deepEqual(parseChannel('x', 'a + b * 2'), { kind: 'value', expression: 'a + b * 2' });
});

test('quotes and parentheses inside an expression are its own', () => {
  assert.deepEqual(parseChannel('x', `bin(strlen("a, b)("))`), {
    kind: 'bin',
    expression: 'strlen("a, b)(")',
    options: {},
  });
  assert.deepEqual(parseChannel('x', `bin(replace(s, ')', ','), maxbins=3)`), {
    kind: 'bin',
    expression: `replace(s, ')', ',')`,
    options: { maxBins: 3 },
  });
  assert.deepEqual(parseChannel('x', 'bin(a) || bin(b)'), { kind: 'value', expression: 'bin(a) || bin(b)' });
});

for (const text of [
  '',
  '   ',
  'bin()',
  'bin(a, 40)',
  'bin(a, step=0)',
  'bin(a, step=fortnight)',
  'bin(a, maxbins=-1)',
  'bin(a, maxbins=1e9)',
]) {
  test(`"${text}" is refused with what to write instead`, () => {
    assert.throws(
      () => parseChannel('x', text),
      (error) =>
        error instanceof PikaError && error.code === 'spec/bad-channel' && error.detail.next.includes('x="bin('),
    );
  });
}

for (const [text, expected, found] of [
  ['quantile(v, 2)', 'a fraction from 0 to 1', '2 in "quantile(v, 2)"'],
  ['quantile(v, -0.1)', 'a fraction from 0 to 1', '-0.1 in "quantile(v, -0.1)"'],
  ['quantile(v, p)', 'a fraction from 0 to 1', 'p in "quantile(v, p)"'],
  ['bin(v, step=0)', 'a number above 0', '"step=0"'],
  ['bin(v, step=-1)', 'a number above 0', '"step=-1"'],
  ['bin(v, step=fortnight)', 'a unit of time', '"step=fortnight"'],
  ['bin(v, step=20000 days)', 'up to 10,000 of them', '"step=20000 days"'],
  ['bin(v, maxbins=0)', 'a whole number from 1 to 4096', '"maxbins=0"'],
  ['bin(v, maxbins=2.5)', 'a whole number from 1 to 4096', '"maxbins=2.5"'],
] as const)
  test(`the error of "${text}" names the limit`, () => {
    assert.throws(
      () => parseChannel('x', text),
      (error) => error instanceof PikaError && error.detail.expected.includes(expected) && error.detail.found === found,
    );
  });

for (const [channel, text, expected] of [
  ['size', '-1', 'an area of at least 0'],
  ['size', "'big'", 'an area of at least 0'],
  ['opacity', '7', 'a number from 0 to 1'],
  ['opacity', '-0.1', 'a number from 0 to 1'],
  ['opacity', '2024-01-01', 'a number from 0 to 1'],
] as const)
  test(`${channel}="${text}" is refused, with its limits`, () => {
    assert.throws(
      () => parseChannel(channel, text),
      (error) => error instanceof PikaError && error.detail.expected.startsWith(expected),
    );
  });

test('constants of styles may be at their limits', () => {
  for (const [channel, text] of [
    ['size', '0'],
    ['size', '1e6'],
    ['opacity', '0'],
    ['opacity', '1'],
  ] as const)
    assert.equal(parseChannel(channel, text).kind, 'constant');
});

test('an aggregate is one whole call, with the names of SQL', () => {
  const cases: Readonly<Record<string, Measure>> = {
    'count(delay)': { op: 'count-of', expression: 'delay' },
    'COUNT(DISTINCT "tail no")': { op: 'distinct', expression: '"tail no"' },
    'distinct(origin)': { op: 'distinct', expression: 'origin' },
    'avg(distinct)': { op: 'avg', expression: 'distinct' },
    'sum(price * quantity)': { op: 'sum', expression: 'price * quantity' },
    'mean(delay)': { op: 'avg', expression: 'delay' },
    'avg( (a, b)[1] )': { op: 'avg', expression: '(a, b)[1]' },
    "min(replace(s, ',)', ''))": { op: 'min', expression: "replace(s, ',)', '')" },
    'max(a /* , ) */)': { op: 'max', expression: 'a /* , ) */' },
    'median(delay)': { op: 'median', expression: 'delay' },
    'quantile(delay, 0.9)': { op: 'quantile', expression: 'delay', fraction: 0.9 },
    'quantile_cont(delay, 1)': { op: 'quantile', expression: 'delay', fraction: 1 },
    'stddev(delay)': { op: 'stddev', expression: 'delay' },
    'stddev_samp(delay)': { op: 'stddev', expression: 'delay' },
    'variance(delay)': { op: 'variance', expression: 'delay' },
    'first(delay)': { op: 'first', expression: 'delay' },
    'last(delay)': { op: 'last', expression: 'delay' },
    'corr(delay, distance)': { op: 'corr', y: 'delay', x: 'distance' },
    'slope(delay, distance)': { op: 'slope', y: 'delay', x: 'distance' },
    'sum(amount / (SELECT sum(amount) FROM sales))': {
      op: 'sum',
      expression: 'amount / (SELECT sum(amount) FROM sales)',
    },
  };
  for (const [text, measure] of Object.entries(cases))
    assert.deepEqual(parseChannel('y', ` ${text} `), { kind: 'aggregate', measure, text });
});

test('other aggregates of the database keep their name; constants stay constants', () => {
  const call = (name: string, args: readonly (readonly [string, boolean])[], isDistinct = false): Measure => ({
    op: 'call',
    name,
    isDistinct,
    filter: null,
    args: args.map(([expression, isConstant]) => ({ expression, isConstant })),
  });
  const cases: Readonly<Record<string, Measure>> = {
    'mode(a)': call('mode', [['a', false]]),
    'ARG_MAX(name, score + 1)': call('arg_max', [['name', false], ['score + 1', false]]), // prettier-ignore
    'approx_quantile(a, 0.5)': call('approx_quantile', [['a', false], ['0.5', true]]), // prettier-ignore
    "string_agg(a, ', ')": call('string_agg', [['a', false], ["', '", true]]), // prettier-ignore
    'avg(DISTINCT a)': call('avg', [['a', false]], true),
  };
  for (const [text, measure] of Object.entries(cases))
    assert.deepEqual(parseChannel('y', text), { kind: 'aggregate', measure, text });
});

test('an expression of aggregates is a formula: arithmetic if it is nothing else', () => {
  const formula = (text: string): Formula => {
    const channel = parseChannel('y', text);
    assert.ok(channel.kind === 'aggregate' && channel.measure.op === 'formula', text);
    return channel.measure;
  };
  const rate = formula('100 * sum(late) / count()');
  assert.deepEqual(rate.aggregates, [{ op: 'sum', expression: 'late' }, { op: 'count' }]);
  assert.deepEqual(rate.between, ['100 * ', ' / ', '']);
  assert.ok(rate.arithmetic);
  assert.equal(formula('avg(a) - -2.5e3 * (stddev(a) + 1_000)').arithmetic !== null, true);
  for (const text of ['round(avg(a), 1)', 'max(a) // 2', 'first(a) < last(a)', 'max(a) % 7', '-max(a)::INT'])
    assert.equal(formula(text).arithmetic, null, text);
  const filtered = formula('count() FILTER (WHERE delay > 15) / count(*)');
  assert.deepEqual(filtered.aggregates, [
    { op: 'count-of', expression: 'CASE WHEN (delay > 15\n) THEN (1\n) END' },
    { op: 'count' },
  ]);
  const alone = (text: string): Measure | null => measureOf(parseChannel('y', text));
  assert.deepEqual(alone('count(DISTINCT a) FILTER (b)'), {
    op: 'distinct',
    expression: 'CASE WHEN ("b") THEN ("a") END',
  });
  assert.deepEqual(alone('max(day) FILTER (where > 2)'), {
    op: 'max',
    expression: 'CASE WHEN ("where" > 2\n) THEN ("day") END',
  });
  assert.deepEqual(alone('list(a) FILTER (WHERE a > 0)'), {
    op: 'call',
    name: 'list',
    isDistinct: false,
    args: [{ expression: 'a', isConstant: false }],
    filter: 'a > 0',
  });
  assert.deepEqual(alone('(count())'), { op: 'count' });
});

test('window functions, subqueries and columns named like aggregates are expressions', () => {
  for (const expression of [
    'sum(a) OVER (PARTITION BY b)',
    '(SELECT max(a) FROM t) - a',
    'first',
    '"sum(a)"',
    `'x' || min`,
  ])
    assert.deepEqual(parseChannel('y', expression), { kind: 'value', expression });
});

test('numbers, dates and quoted texts are constants; so are hexadecimal colors', () => {
  const constants: readonly [channel: string, text: string, constant: object][] = [
    ['y', '100', { type: 'number', value: 100 }],
    ['y', '-.5e3', { type: 'number', value: -500 }],
    ['x', '2001-02-03', { type: 'time', value: Date.UTC(2001, 1, 3) }],
    ['x', '2001-02-03 04:05', { type: 'time', value: Date.UTC(2001, 1, 3, 4, 5) }],
    ['x', '2001-02-03T04:05:06.5+01:00', { type: 'time', value: Date.UTC(2001, 1, 3, 3, 5, 6, 500) }],
    ['series', `'it''s'`, { type: 'text', value: "it's" }],
    ['color', '#f60', { type: 'text', value: '#f60' }],
    ['color', '#ff660080', { type: 'text', value: '#ff660080' }],
  ];
  for (const [channel, text, constant] of constants)
    assert.deepEqual(parseChannel(channel, text), { kind: 'constant', ...constant, text });
  for (const [channel, text] of [
    ['x', '#f60'],
    ['color', 'steelblue'],
    ['y', '1 + 1'],
    ['y', '2001 - 01 - 02'],
    ['y', `'a' || 'b'`],
    ['y', `'open`],
    ['y', '1e999'],
  ] as const)
    assert.deepEqual(parseChannel(channel, text), { kind: 'value', expression: text });
  assert.throws(() => parseChannel('x', '2001-02-30'), /expected a date/);
});

test('bins of times have calendar steps, and multiples of them', () => {
  const step = (text: string): unknown => {
    const channel = parseChannel('x', `bin(date, step=${text})`);
    return channel.kind === 'bin' && channel.options.step;
  };
  assert.equal(step('quarter'), 'quarter');
  assert.equal(step('Days'), 'day');
  assert.equal(step('1 week'), 'week');
  assert.equal(step('15 minutes'), '15 minutes');
  assert.equal(step('15minute'), '15 minutes');
  assert.equal(step('15'), 15);
});

for (const text of [
  'sum(avg(a))',
  'sum(a) / avg(max(b))',
  'sum(a) FILTER ()',
  'bin(max(a))',
  'sum()',
  'sum(a, b)',
  'count(DISTINCT)',
  'quantile(a)',
  'quantile(a, 2)',
  'quantile(a, b)',
  'corr(a)',
  'bin(a, step=0 days)',
  'bin(a, step=1.5 days)',
  'bin(a, step=99999 days)',
  'bin(a, step=)',
])
  test(`"${text}" is refused with what to write instead`, () => {
    assert.throws(
      () => parseChannel('y', text),
      (error) =>
        error instanceof PikaError &&
        error.code === 'spec/bad-channel' &&
        /y="\w+\(\w+.*\)"|<pika-query/.test(error.detail.next),
    );
  });

test('a channel becomes text that says the same', () => {
  for (const text of [
    'count()',
    'bin(delay)',
    'bin(delay, step=5)',
    'bin(date, maxbins=40, step=15 minutes)',
    'bin(a -- the first\n, maxbins=3)',
    'avg(delay)',
    `'EMEA'`,
    '#f60',
    '100',
    '2001-02-03',
    'a + b',
  ])
    assert.deepEqual(parseChannel('color', channelText(parseChannel('color', text))), parseChannel('color', text));
});
