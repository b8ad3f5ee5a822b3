import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChannel } from '../../src/engine/grammar/channel';
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
