import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError } from '../src/engine/errors';

test('recognizes the out-of-memory errors of every browser', () => {
  const thrown = [
    new RangeError('Array buffer allocation failed'),
    new RangeError('Out of memory'),
    new DOMException('Data cannot be cloned, out of memory.', 'DataCloneError'),
    new Error('allocation size overflow; out of memory'),
    'out of memory',
  ];
  for (const one of thrown) assert.equal(PikaError.from(one, 'rows').code, 'memory/exhausted', String(one));
  for (const one of [new RangeError('Invalid array length'), new TypeError('x is not a function'), 'no'])
    assert.equal(PikaError.from(one).code, 'engine/internal', String(one));
  const known = new PikaError('cpu/worker', { subject: 'a', expected: 'b', found: 'out of memory', next: 'c' });
  assert.equal(PikaError.from(known), known);
});
